"use client";
import { Card } from "@tremor/react";
import type { ComponentProps } from "react";
import { classes } from "#app/ui/class-names.ts";

/** The ground that figures, charts and tables stand on: Tremor's card with our hairline. */
export function Panel({ className, ...rest }: ComponentProps<typeof Card>) {
  return <Card className={classes("card min-w-0 rounded-xl border border-line bg-panel p-0 shadow-breath ring-0", className)} {...rest} />;
}
