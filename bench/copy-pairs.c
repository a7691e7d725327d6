/*
 * The least that the many-files commands can need: copy-pairs [-l] LIST. Each line of the list is SOURCE, a tab, TARGET.
 * Two threads read each source, hash it with MD5 and create the target as Lode does: a file without a name that gets
 * its name by linkat once it is whole. With -l the target is a hard link. Folders are made when they are missing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { THREADS = 2, BATCH = 500, SMALL = 1 << 20 };

static char **lines;
static size_t count, next;
static int hardlinks;

static const uint32_t K[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391};
static const int S[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};

static void block(uint32_t state[4], const uint8_t *bytes) {
  uint32_t m[16], a = state[0], b = state[1], c = state[2], d = state[3];
  memcpy(m, bytes, 64);
  for (int i = 0; i < 64; i++) {
    uint32_t f, g;
    if (i < 16) f = (b & c) | (~b & d), g = i;
    else if (i < 32) f = (d & b) | (~d & c), g = (5 * i + 1) & 15;
    else if (i < 48) f = b ^ c ^ d, g = (3 * i + 5) & 15;
    else f = c ^ (b | ~d), g = (7 * i) & 15;
    uint32_t sum = a + f + K[i] + m[g];
    int turn = S[i / 16][i & 3];
    a = d, d = c, c = b, b += (sum << turn) | (sum >> (32 - turn));
  }
  state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

static volatile uint32_t sink;

static void md5(const uint8_t *bytes, size_t size) {
  uint32_t state[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  uint8_t tail[128] = {0};
  size_t whole = size / 64 * 64, rest = size - whole, end = rest < 56 ? 64 : 128;
  for (size_t at = 0; at < whole; at += 64) block(state, bytes + at);
  memcpy(tail, bytes + whole, rest);
  tail[rest] = 0x80;
  uint64_t bits = size * 8;
  memcpy(tail + end - 8, &bits, 8);
  for (size_t at = 0; at < end; at += 64) block(state, tail + at);
  sink = state[0];
}

static void fail(const char *what, const char *path) {
  fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
  exit(1);
}

static void make_parents(char *path) {
  char *slash = strrchr(path, '/');
  *slash = 0;
  if (mkdir(path, 0777) != 0 && errno == ENOENT) make_parents(path), mkdir(path, 0777);
  *slash = '/';
}

static int open_nameless(char *target) {
  char *slash = strrchr(target, '/');
  *slash = 0;
  int fd = open(target, O_TMPFILE | O_WRONLY, 0444);
  *slash = '/';
  return fd;
}

static void copy(char *source, char *target, uint8_t *buffer) {
  struct stat before, after;
  int in = open(source, O_RDONLY);
  if (in < 0 || fstat(in, &before) != 0) fail("open", source);
  ssize_t size = read(in, buffer, SMALL);
  if (size < 0 || fstat(in, &after) != 0 || after.st_size != size) fail("read", source);
  close(in);
  md5(buffer, size);
  if (hardlinks) {
    if (link(source, target) != 0 && (make_parents(target), link(source, target) != 0)) fail("link", target);
    return;
  }
  int out = open_nameless(target);
  if (out < 0) make_parents(target), out = open_nameless(target);
  if (out < 0 || write(out, buffer, size) != size) fail("write", target);
  if (linkat(out, "", AT_FDCWD, target, AT_EMPTY_PATH) != 0) fail("name", target);
  close(out);
}

static void *work(void *unused) {
  uint8_t *buffer = malloc(SMALL);
  for (;;) {
    size_t at = __atomic_fetch_add(&next, BATCH, __ATOMIC_RELAXED);
    if (at >= count) return free(buffer), unused;
    for (size_t i = at; i < at + BATCH && i < count; i++) copy(lines[i], lines[i] + strlen(lines[i]) + 1, buffer);
  }
}

int main(int argc, char **argv) {
  hardlinks = argc > 2;
  FILE *list = fopen(argv[argc - 1], "r");
  if (list == NULL) fail("open", argv[argc - 1]);
  char *line = NULL;
  size_t size = 0, room = 0;
  for (ssize_t length; (length = getline(&line, &size, list)) > 0; line = NULL, size = 0) {
    line[length - 1] = 0;
    *strchr(line, '\t') = 0;
    if (count == room) lines = realloc(lines, (room = room * 2 + 1024) * sizeof *lines);
    lines[count++] = line;
  }
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  return 0;
}
