// How a person gets the access that Google's sources need: the same question for each, with its own API and place.
import type { SetupStep } from "#lib/sources/source.ts";

export interface AccessWords {
  /** "Google Analytics Data API" */
  api: string;
  /** The API's page in the Google Cloud console. */
  link: string;
  scope: string;
  /** Letting the service account's e-mail in. */
  invite: SetupStep;
  /** Why one of the two ways is the better here. */
  advice: string;
}

/** Switch the API on, then one of two ways in. */
export function accessSteps({ api, link, scope, invite, advice }: AccessWords): SetupStep[] {
  return [
    { text: `Open the Google Cloud console, choose or make a project, and switch on the ${api}. It costs nothing.`, link },
    {
      text: `How shall Storecast sign in? ${advice}`,
      choices: [
        {
          answer: "With a service account",
          steps: [
            { text: "In the same project make a service account: any name, no roles.", link: "https://console.cloud.google.com/iam-admin/serviceaccounts" },
            { text: "Open it, choose Keys, Add key, Create new key, JSON. A file is downloaded. If your organisation forbids keys, go back and take OAuth." },
            invite,
            { text: "Paste the whole content of the file into “Key of the service account”." },
          ],
        },
        {
          answer: "With my own Google account (OAuth)",
          steps: [
            { text: "Under OAuth consent screen choose Internal if you can, else External, and publish it: while it is in testing, the access ends after 7 days.", link: "https://console.cloud.google.com/auth/audience" },
            { text: "Under Clients make an OAuth client of the kind Web application with the redirect address https://developers.google.com/oauthplayground.", link: "https://console.cloud.google.com/auth/clients" },
            { text: `Open the OAuth Playground. Behind the cog tick “Use your own OAuth credentials” and enter the client ID and secret. Authorise ${scope}, then exchange the code for tokens.`, link: "https://developers.google.com/oauthplayground" },
            { text: "Copy client ID, client secret and refresh token into the three OAuth fields." },
          ],
        },
      ],
    },
  ];
}
