// Getting into Google Ads is the hardest of all: who may let whom in depends on how the account is held.
import type { SetupStep } from "#lib/sources/source.ts";
import { accessSteps } from "#lib/sources/google/setup.ts";

const access: SetupStep[] = accessSteps({
  api: "Google Ads API", link: "https://console.cloud.google.com/apis/library/googleads.googleapis.com", scope: "https://www.googleapis.com/auth/adwords",
  advice: "A service account is the easier way since 2026: it is invited like a person, and there is no developer token any more.",
  invite: { text: "In Google Ads open Admin, Access and security, and invite the service account's e-mail address with the access level Read only.", link: "https://ads.google.com/" },
});

const explorer: SetupStep = { text: "A new project may ask 2,880 times a day (Explorer access), which is plenty for one shop: Storecast asks some 20 times a day. If Google refuses with “not approved for production”, ask for Basic access on the project's page of the API; it is checked by a machine." };

export const setup: readonly SetupStep[] = [
  {
    text: "How do you open your ads in Google Ads?",
    choices: [
      { answer: "I sign in and see my campaigns", steps: [...access, { text: "Enter the ten digits at the top right as the ad account, and leave the manager account empty." }, explorer] },
      {
        answer: "An agency or I choose the account in a list (a manager account)",
        steps: [
          {
            text: "Who gives Storecast its access?",
            choices: [
              { answer: "The ad account itself: I am an administrator of it", steps: [...access, { text: "Enter the ten digits of the ad account, and leave the manager account empty." }, explorer] },
              { answer: "The manager account", steps: [...access, { text: "Enter the ten digits of the account that advertises as the ad account, and those of the manager account as the manager. Without the second Google answers “permission denied”." }, explorer] },
              { answer: "I may not invite anybody", steps: [{ text: "Ask the agency to invite you, or the service account, as Read only. Until then upload the campaign report by day as a file." }] },
            ],
          },
        ],
      },
      { answer: "I don't have access to Google Cloud", steps: [{ text: "Download the campaign report with the segment Day from Google Ads, and upload it as a file. It costs a minute each time, and nothing is lost." }] },
    ],
  },
];
