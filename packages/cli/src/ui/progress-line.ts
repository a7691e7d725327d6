/** One task as the progress display sees it. */
export interface TaskProgress {
  readonly label: string;
  readonly unit: "files" | "bytes";
  readonly done: number;
  readonly total: number | undefined;
  /** Of files: how many bytes of them have moved. */
  readonly bytes?: number | undefined;
  readonly elapsedMs: number;
}

const labelWidth = 12;
const eighths = " ▏▎▍▌▋▊▉";

/**
 * Writes one task as a line of at most `columns` columns, as tqdm does:
 * `Hashing       45%|████▌     | 450/1.00k [00:03<00:04, 150 files/s]`.
 */
export function progressLine(task: TaskProgress, columns: number): string {
  const { done, total } = task;
  const head = task.label.padEnd(labelWidth);
  const counts = total === undefined ? amount(task, done) : `${amount(task, done)}/${amount(task, total)}`;
  const moved = task.bytes ? `, ${formatScaled(task.bytes, 1024, "B")}` : "";
  const tail = `${counts}${moved} [${times(task)}, ${rate(task)}]`;
  if (total === undefined || total === 0) return fit(`${head} ${tail}`, columns);
  const fraction = Math.min(1, done / total);
  const percent = `${String(Math.floor(fraction * 100)).padStart(3)}%`;
  const barWidth = Math.min(40, columns - head.length - percent.length - tail.length - 5);
  const bar = barWidth >= 5 ? `|${barOf(fraction, barWidth)}| ` : " ";
  return fit(`${head} ${percent}${bar}${tail}`, columns);
}

/** Cuts a line so that it takes one row of the terminal. */
function fit(line: string, columns: number): string {
  return line.length < columns ? line : line.slice(0, Math.max(0, columns - 1));
}

function barOf(fraction: number, width: number): string {
  const filled = fraction * width;
  const whole = Math.floor(filled);
  const part = whole < width ? (eighths[Math.floor((filled - whole) * 8)] ?? " ") : "";
  return ("█".repeat(whole) + part).padEnd(width);
}

function amount(task: TaskProgress, value: number): string {
  return task.unit === "bytes" ? formatScaled(value, 1024, "B") : formatScaled(value, 1000, "");
}

function rate(task: TaskProgress): string {
  if (task.elapsedMs < 100) return `? ${task.unit === "bytes" ? "B" : "files"}/s`;
  const perSecond = (task.done * 1000) / task.elapsedMs;
  return task.unit === "bytes"
    ? `${formatScaled(perSecond, 1024, "B")}/s`
    : `${formatScaled(perSecond, 1000, "")} files/s`;
}

function times(task: TaskProgress): string {
  const elapsed = clock(task.elapsedMs);
  if (task.total === undefined || task.done === 0) return elapsed;
  const restMs = (task.elapsedMs * (task.total - task.done)) / task.done;
  return `${elapsed}<${clock(Math.max(0, restMs))}`;
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${parts.join(":")}` : parts.join(":");
}

/** Writes a number with three significant digits and a prefix: `1.50k`, `23.4MB`. */
export function formatScaled(value: number, base: 1000 | 1024, unit: string): string {
  const prefixes = ["", "k", "M", "G", "T", "P"];
  let scaled = value;
  let index = 0;
  while (scaled >= 999.5 && index < prefixes.length - 1) {
    scaled /= base;
    index += 1;
  }
  const decimals = index === 0 && Number.isInteger(value) ? 0 : scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
  return `${scaled.toFixed(decimals)}${prefixes[index]}${unit}`;
}
