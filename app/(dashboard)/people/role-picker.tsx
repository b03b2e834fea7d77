"use client";
import { useRouter } from "next/navigation";
import { Select } from "#app/ui/field.tsx";
import { useSend } from "#app/use-send.ts";

/** The role of one person; choosing another one changes it at once. */
export function RolePicker({ id, role, roles, label, isFixed, noAnswer }: { id: string; role: string; roles: { role: string; name: string }[]; label: string; isFixed: boolean; noAnswer: string }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(noAnswer);
  const choose = async (next: string) => {
    await run("PATCH", `/api/v1/people/${id}`, { role: next });
    router.refresh();
  };
  if (isFixed) return <span className="whitespace-nowrap">{roles.find((one) => one.role === role)?.name ?? role}</span>;
  return (
    <>
      <Select aria-label={label} value={role} disabled={busy} onChange={(event) => choose(event.target.value)} className="w-auto min-w-40">
        {roles.map((one) => <option key={one.role} value={one.role}>{one.name}</option>)}
      </Select>
      {errorOf() ? <p role="alert" className="mt-1 text-note text-bad">{errorOf()}</p> : null}
    </>
  );
}
