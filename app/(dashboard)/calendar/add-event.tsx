"use client";
import { useState } from "react";
import { EventDialog, type EventChoices, type EventWords } from "./event-dialog.tsx";
import { Button } from "#app/ui/button.tsx";

/** Adds an event that begins today, until its first day is changed. */
export function AddEvent({ today, choices, label, words }: { today: string; choices: EventChoices; label: string; words: EventWords }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="primary" onClick={() => setOpen(true)}>{label}</Button>
      <EventDialog opened={isOpen ? { day: today } : null} onClose={() => setOpen(false)} choices={choices} mayWrite words={words} />
    </>
  );
}
