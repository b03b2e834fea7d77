// Where the clicks of Google Ads' kinds of campaigns land in Google Analytics' own channels.
const channels: Record<string, string> = {
  SEARCH: "Paid Search", SHOPPING: "Paid Shopping", PERFORMANCE_MAX: "Cross-network", DEMAND_GEN: "Cross-network", SMART: "Cross-network", MULTI_CHANNEL: "Cross-network",
  DISPLAY: "Display", VIDEO: "Paid Video",
};

/** "PERFORMANCE_MAX" is "Cross-network"; kinds of tomorrow are "Paid Other". */
export function channelOf(kind: string): string {
  return channels[kind] ?? "Paid Other";
}
