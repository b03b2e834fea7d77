import { Chevron } from "#app/ui/marks.tsx";
import { Popover } from "#app/ui/popover.tsx";
import { buttonClass } from "#app/ui/button.tsx";

/** CSV, Excel and JSON of a table: all its rows, with what it was filtered by. `address` is the API's, without a format. */
export function ExportLinks({ id, name, address, words }: { id: string; name: string; address: string; words: { label: string; csv: string; xlsx: string; json: string } }) {
  const join = address.includes("?") ? "&" : "?";
  return (
    <Popover id={`export-${id}`} end className="min-w-36 p-1.5" label={`${words.label}: ${name}`} buttonClass={buttonClass("plain", "min-h-8! px-2.5 py-1")} button={<>{words.label}<Chevron /></>}>
      {(["csv", "xlsx", "json"] as const).map((format) => (
        <a key={format} href={format === "json" ? address : `${address}${join}format=${format}`} download={format !== "json"} aria-label={`${name}: ${words[format]}`} className="block rounded-md px-2.5 py-1.5 text-note text-ink hover:bg-sunken">{words[format]}</a>
      ))}
    </Popover>
  );
}
