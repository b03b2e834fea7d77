// Takes out of a text what must not be written down: credentials and people's addresses.

const hidden = "[hidden]";
/** Names whose value is a secret wherever they stand: query, form, JSON, header. */
const names = "access_token|refresh_token|id_token|token|api[-_]?key|key|consumer_(?:key|secret)|client_secret|secret|appsecret_proof|password|passwd|pwd|assertion|authorization|x-shopify-access-token|developer-token|x-goog-(?:signature|credential)|x-amz-(?:signature|credential|security-token)|sig|signature|cookie|set-cookie";
const rules: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  [/\b(Bearer|Basic|Klaviyo-API-Key|OAuth)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${hidden}`],
  // "name": "value", and the same with its quotes escaped, as in an error that quotes a body
  [new RegExp(`("(?:${names})"\\s*:\\s*")(?:[^"\\\\]|\\\\.)*`, "gi"), `$1${hidden}`],
  [new RegExp(`(\\\\"(?:${names})\\\\"\\s*:\\s*\\\\")(?:[^"\\\\]|\\\\[^"])*`, "gi"), `$1${hidden}`],
  // name=value in addresses and forms, name: value in headers
  [new RegExp(`((?:^|[?&;\\s,({])(?:${names})(?:=|:\\s*))(?!\\[hidden\\])(?!(?:Bearer|Basic|OAuth|Klaviyo-API-Key) )[^\\s&"'<>;,)}]+`, "gi"), `$1${hidden}`],
  // user:password@ in an address
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+@/gi, `$1${hidden}@`],
  // tokens that are known by their look
  [/\b(?:shp(?:at|ca|pa|ss|ua|tka)_[A-Za-z0-9]{6,}|(?:ck|cs)_[0-9a-f]{12,}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|pk_[0-9a-f]{20,}|AIza[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9._-]{8,}|1\/\/[A-Za-z0-9_-]{12,}|GOCSPX-[A-Za-z0-9_-]{8,}|EAA[A-Za-z0-9]{16,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?|xox[abprs]-[A-Za-z0-9-]{8,})/g, hidden],
  [/[A-Za-z0-9._%+'-]+(?:@|%40)[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g, "[e-mail]"],
  // any long run of letters and digits: ids of vendors are shorter or digits alone
  [/\b(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_-]{40,}/g, hidden],
];

/**
 * The text without credentials and e-mail addresses. `secrets` are values known to be secret: each is taken
 * out wherever it stands, also percent-encoded or in Base64; values under 6 letters are left, they would
 * blacken words. redact("GET /x?access_token=abc&day=1") is "GET /x?access_token=[hidden]&day=1".
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const spelling of spellings(secrets)) clean = clean.replaceAll(spelling, hidden);
  for (const [pattern, replacement] of rules) clean = clean.replace(pattern, replacement);
  return clean;
}

/** How a secret may be written; longest first, so that no rest of one stays behind another. */
function spellings(secrets: readonly string[]): string[] {
  const all = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < 6) continue;
    const form = new URLSearchParams({ s: secret }).toString().slice(2);
    for (const spelling of [secret, encodeURIComponent(secret), form, btoa(unicode(secret)), JSON.stringify(secret).slice(1, -1)]) all.add(spelling);
  }
  return [...all].sort((a, b) => b.length - a.length);
}

/** UTF-8 bytes as a string of single bytes, which is what btoa takes. */
function unicode(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}
