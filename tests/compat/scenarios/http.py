"""Remotes behind a web server: sign-in, refusals, odd URLs. web.py says which paths of the server are special."""

from fixtures import CLONE, DATA
from words import case, differs, do, do_json, do_text, dvc, other, sh

SIGN_IN = (
    dvc("remote add -q -d -f store $HTTP/private"),
    dvc("remote modify -q store auth basic"),
    dvc("remote modify -q --local store user me"),
    dvc("remote modify -q --local store password secret"),
)
DENIED = (dvc("remote add -q -d -f store $HTTP/private"),)
TO_PRIVATE = sh("mkdir ../www/private; mv ../store/* ../www/private")

case("http/basic", CLONE, TO_PRIVATE, *SIGN_IN, do_text("fetch"), do_json("status -c --json"))
case("http/basic-push", DATA, *SIGN_IN, do_text("push"), do_text("push"), other("status -c"))
case(
    "http/custom-header",
    DATA,
    dvc("remote add -q -d -f store $HTTP/private"),
    dvc("remote modify -q store auth custom"),
    dvc("remote modify -q store custom_auth_header Authorization"),
    dvc(["remote", "modify", "-q", "--local", "store", "password", "Basic bWU6c2VjcmV0"]),
    do_text("push"),
    other("status -c"),
)
case(
    "http/user-in-url",
    CLONE,
    TO_PRIVATE,
    *DENIED,
    sh("sed -i 's,http://,http://me:secret@,' .dvc/config"),
    do_text("fetch"),
)
case(
    "http/sign-in-incomplete",
    CLONE,
    *DENIED,
    dvc("remote modify -q store auth basic"),
    do("status -c", 251),
    do("fetch", 251),
    dvc("remote modify -q store auth custom"),
    do("push", 251),
)
PLAIN = (sh("mv ../store/* ../www"), dvc("remote add -q -d -f store $HTTP"))

case("http/timeouts", CLONE, *PLAIN, dvc("remote modify -q store read_timeout 2.5"), do_text("fetch"))
case(
    "http/jobs",
    CLONE,
    *PLAIN,
    dvc("remote modify -q store jobs 2"),
    do_text("fetch -j 1 foo.dvc"),
    do_text("pull"),
)
case(
    "http/trailing-slash",
    CLONE,
    sh("mkdir ../www/sub; mv ../store/* ../www/sub"),
    dvc("remote add -q -d -f store $HTTP/sub/"),
    do_text("pull"),
)
case("http/unreachable", CLONE, dvc("remote add -q -d -f store http://127.0.0.1:9/x"), do("pull", 1))
case("http/part-of-directory", CLONE, *PLAIN, do_text("pull dir/sub"))
case(
    "http/get",
    DATA,
    dvc("remote add -q -d -f store $HTTP/store"),
    dvc("push -q"),
    sh("rm -r .dvc/cache dir"),
    do("get . dir -o ../there"),
)
differs("http/denied", "storage-refused", DATA, *DENIED, do("status -c", 251), do("push", 251))
differs(
    "http/forbidden",
    "storage-refused",
    CLONE,
    dvc("remote add -q -d -f store $HTTP/forbidden"),
    do("status -c", 251),
)
differs(
    "http/query",
    "http-query",
    CLONE,
    sh("mkdir ../www/query; mv ../store/* ../www/query"),
    dvc(["remote", "add", "-q", "-d", "-f", "store", "$HTTP/query?key=1"]),
    do("fetch"),
    do("checkout"),
    sh('test "$(cat foo dir/one)" = "$(echo foo; printf one)"'),
)
differs(
    "http/corrupt-cache",
    "upload-verified",
    DATA,
    dvc("remote add -q -d -f store $HTTP/store"),
    sh("cd .dvc/cache/files/md5/d3; chmod 644 *; echo bad >$(ls); chmod 444 *"),
    do("push foo.dvc", 1),
    sh("! test -e ../www/store"),
)
differs(
    "http/corrupt-remote",
    "corrupt-download",
    CLONE,
    sh("mv ../store/* ../www; cd ../www/files/md5/d3; chmod 644 *; echo bad >$(ls)"),
    dvc("remote add -q -d -f store $HTTP"),
    do("fetch foo.dvc", 1),
    sh("! test -e .dvc/cache/files/md5/d3"),
)
