// Names of the campaigns that the address filters by: it holds ids.
import type { ChannelsView } from "#app/(dashboard)/channels/read.ts";
import { database } from "#lib/database.ts";
import { campaignNames } from "#lib/metrics/labels.ts";

export async function campaignLabels({ asked, scope }: ChannelsView): Promise<Record<string, string>> {
  const ids = asked.filters.campaign ?? [];
  return ids.length === 0 ? {} : Object.fromEntries(await campaignNames(database(), scope.stores.map((store) => store.id), [...ids]));
}
