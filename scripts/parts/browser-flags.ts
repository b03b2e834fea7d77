/** Flags that keep the browser from phoning home; Playwright itself leaves the sandbox out, which root needs. */
export const browserFlags = ["--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
