import type { SetupStep } from "#lib/sources/source.ts";

export const setup: readonly SetupStep[] = [
  {
    text: "Who owns the ad account?",
    choices: [
      {
        answer: "My own business portfolio",
        steps: [
          { text: "Open Business settings, Users, System users, and add one with the role Employee. It stays when people leave.", link: "https://business.facebook.com/settings/system-users" },
          { text: "Under Assign assets give it the ad account with View performance." },
          { text: "It needs an app to make its token with. If there is none, make one of the type Business in Meta for Developers, and add it to the portfolio under Accounts, Apps. It needs no review to see your own accounts.", link: "https://developers.facebook.com/apps/" },
          { text: "Choose Generate token, the app, the expiry Never, and the permission ads_read. Copy the token at once: it is shown this one time." },
        ],
      },
      {
        answer: "A client's, or an agency's",
        steps: [
          { text: "Ask the owner to share the ad account with your business portfolio as a partner, with View performance." },
          { text: "Then make a system user and its token as for an account of your own, and assign it the shared account." },
        ],
      },
      {
        answer: "Nobody's business portfolio: it is a personal ad account",
        steps: [{ text: "Make a business portfolio and move the ad account into it: tokens of people end after 60 days, those of system users don't.", link: "https://business.facebook.com/overview" }],
      },
    ],
  },
  { text: "The number of the ad account stands in Ads Manager, above the list of campaigns.", link: "https://adsmanager.facebook.com/" },
];
