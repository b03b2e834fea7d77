"use client";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Row, Td } from "#app/ui/table.tsx";
import { useSend } from "#app/use-send.ts";

/** An open invitation, which can be taken back. */
export function InvitationRow({ id, cells, revoke, revokeLabel, noAnswer }: { id: string; cells: { label?: string; is: ReactNode }[]; revoke: string; revokeLabel: string; noAnswer: string }) {
  const router = useRouter();
  const { busy, errorOf, run } = useSend(noAnswer);
  const takeBack = async () => {
    await run("DELETE", `/api/v1/invitations/${id}`);
    router.refresh();
  };
  return (
    <Row>
      {cells.map(({ label, is }, at) => <Td key={at} data-label={label} className={at === 0 ? "text-ink" : "whitespace-nowrap"}>{is}</Td>)}
      <Td className="text-right"><Button kind="danger" disabled={busy} aria-label={revokeLabel} onClick={takeBack}>{revoke}</Button>{errorOf() ? <p role="alert" className="mt-1 text-note text-bad">{errorOf()}</p> : null}</Td>
    </Row>
  );
}
