// How a measurement is printed: what, how much, the goal and whether it holds.
export interface Line {
  name: string;
  value: string;
  goal?: string;
  ok?: boolean;
  note?: string;
}

export function print(title: string, lines: Line[]): void {
  console.log(`\n${title}`);
  const width = Math.max(...lines.map((line) => line.name.length));
  for (const line of lines) {
    const verdict = line.ok === undefined ? "" : line.ok ? "  holds" : "  MISSED";
    console.log(`  ${line.name.padEnd(width)}  ${line.value}${line.goal ? `  (goal ${line.goal})` : ""}${verdict}${line.note ? `  · ${line.note}` : ""}`);
  }
}
