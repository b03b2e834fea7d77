// What the local servers accept. No secrets: they open nothing but made-up shops on this machine.
export const credentials = {
  google: {
    clientId: "storecast-demo.apps.example",
    clientSecret: "demo-google-secret",
    refreshToken: "1//demo-refresh-token",
    serviceAccount: "storecast@demo-project.iam.gserviceaccount.com",
    apiKey: "demo-api-key",
  },
  meta: { accessToken: "EAAdemoSystemUserToken" },
  shopify: { clientId: "demo-shopify-client", clientSecret: "demo-shopify-secret", accessToken: "shpat_demo_permanent_token" },
  wooCommerce: { consumerKey: "ck_demo_read_only", consumerSecret: "cs_demo_read_only" },
} as const;
