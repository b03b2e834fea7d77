import type { SetupStep } from "#lib/sources/source.ts";

export const setup: readonly SetupStep[] = [
  { text: "In the shop's WordPress admin open WooCommerce, Settings, Advanced, REST API, and choose Add key." },
  { text: "Give it a name, a user who may see orders (an administrator or shop manager), and the permission Read. Then choose Generate API key." },
  { text: "Copy consumer key and consumer secret into the fields at once: WooCommerce shows them this one time." },
  {
    text: "When you test the connection, what happens?",
    choices: [
      { answer: "It works", steps: [{ text: "Then you are done." }] },
      {
        answer: "“WooCommerce shows nothing for this key”, although the key is right",
        steps: [
          { text: "The host takes the login out of requests. Ask it to let the header Authorization pass." },
          { text: "If it won't, choose “In the address” under “Send the keys”. The keys then stand in the host's own logs." },
        ],
      },
      {
        answer: "“There is no WordPress REST API at this address”",
        steps: [{ text: "In Settings, Permalinks see what is chosen. If it is Plain, choose Plain here too." }],
      },
      {
        answer: "“A firewall or a security plugin answers”",
        steps: [{ text: "Let the address of this server reach /wp-json in the security plugin, the firewall, or at your host." }],
      },
    ],
  },
];
