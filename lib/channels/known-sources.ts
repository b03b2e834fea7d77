// The sources that matter to shops, by kind: names as links are tagged with, hosts as referrers tell them.
// A compact choice of facts after Google's list of source categories (analytics help 9756891) and, for the
// assistants, after what Google and web analytics projects name in 2026. Owners add their own on the rules page.
// "name.*" stands for the bare name and its host under any country's ending; "*.host" for every host below it; "~" is a space.

export const sourceKinds = ["search", "shopping", "social", "video", "ai"] as const;
export type SourceKind = (typeof sourceKinds)[number];

const text: Record<SourceKind, string> = {
  search: `
    google.* bing.* cn.bing.com yahoo.* *.search.yahoo.com search.yahoo.co.jp search.yahoo.com duckduckgo.* ecosia ecosia.org
    qwant.* lite.qwant.com brave search.brave.com startpage startpage.com swisscows swisscows.com mojeek mojeek.com kagi kagi.com
    baidu.* m.baidu.com yandex.* ya.ru sogou.* m.sogou.com wap.sogou.com 360.cn so.com m.so.com
    naver.* search.naver.com m.search.naver.com daum daum.net search.daum.net
    seznam.* search.seznam.cz onet.* go.mail.ru rambler.* search.aol.com search.aol.co.uk suche.aol.de aol.* ask.*
    msn.* ntp.msn.com lycos.* excite.com dogpile.* t-online.de suche.t-online.de web.de suche.web.de suche.gmx.net
    search.google.com cse.google.com news.google.com google-play googlemybusiness rakuten.* websearch.rakuten.co.jp
    coccoc coccoc.com petal petalsearch.com presearch.com you.com exalead.com virgilio.* search.virgilio.it eniro.*`,
  shopping: `
    amazon.* *.amazon-adsystem.com smile.amazon.com ebay.* etsy.* walmart.* one.walmart.com alibaba.* m.alibaba.com offer.alibaba.com
    aliexpress.* mercadolibre.* mercadolivre.com.br shopping.google.com google~shopping google-shopping googleshopping igshopping
    shop.app shopify.* checkout.shopify.com shopzilla.* shopping.yahoo.com shopping.yahoo.co.jp store.shopping.yahoo.co.jp
    shopping.naver.com m.shopping.naver.com *.shopping.net idealo.* geizhals.* billiger.de preisvergleich.de guenstiger.de
    kelkoo.* pricerunner.* prisjakt.* pricespy.* kieskeurig.* beslist.nl bol bol.com vergelijk.nl heureka.* ceneo.* skroutz.*
    leguide.com trovaprezzi.* twenga.* zalando.* otto.de kaufland.* allegro.* cdiscount.* fnac.* rakuten.de temu.* shein.*
    target.com bestbuy.com wish.* bizrate.* pricegrabber.* nextag.* become.com shopping.com priceline simplycodes.com
    stripe.* checkout.stripe.com`,
  social: `
    facebook.* *.facebook.com fb fb.me fb.com messenger messenger.com l.messenger.com instagram instagram.com *.instagram.com ig
    threads threads.net threads.com l.threads.com twitter twitter.com mobile.twitter.com t.co x x.com mobile.x.com tweetdeck.*
    pinterest.* *.pinterest.com pin.it linkedin linkedin.com *.linkedin.com lnkd.in reddit reddit.com *.reddit.com redd.it
    tiktok tiktok.com *.tiktok.com snapchat snapchat.com *.snapchat.com snap whatsapp whatsapp.com *.whatsapp.com wa.me
    telegram t.me telegram.org web.telegram.org discord discord.com discord.gg bluesky bsky bsky.app go.bsky.app mastodon mastodon.social
    vk vk.com m.vk.com away.vk.com ok.ru odnoklassniki.ru weibo weibo.com *.weibo.com wechat wechat.com qzone.qq.com zhihu zhihu.com
    xiaohongshu xiaohongshu.com line line.me kakao kakao.com zalo zalo.me naver-blog blog.naver.com cafe.naver.com
    tumblr tumblr.com xing xing.com quora quora.com medium medium.com stackoverflow stackoverflow.com stackexchange.com
    news.ycombinator.com hackernews slashdot.org digg digg.com flipboard flipboard.com getpocket.com nextdoor nextdoor.com
    yelp.* tripadvisor.* goodreads goodreads.com ravelry ravelry.com houzz.* deviantart deviantart.com behance behance.net dribbble dribbble.com
    flickr flickr.com disqus disqus.com wordpress wordpress.com blogger blogger.com blogspot.* livejournal livejournal.com
    meetup meetup.com foursquare foursquare.com hootsuite hootsuite.com buffer buffer.com linktr.ee linktree lnk.bio later
    slideshare.net researchgate.net academia.edu glassdoor.* gutefrage gutefrage.net mydealz mydealz.de hotukdeals.com pepper.com dealabs.com`,
  video: `
    youtube youtube.com m.youtube.com music.youtube.com youtu.be youtube-nocookie.com yt vimeo vimeo.com player.vimeo.com
    dailymotion dailymotion.com twitch twitch.tv *.twitch.tv netflix netflix.com hulu hulu.com disneyplus disneyplus.com
    youku youku.com iqiyi iqiyi.com bilibili bilibili.com rumble rumble.com wistia wistia.com fast.wistia.net ted ted.com
    crackle crackle.com veoh veoh.com odysee odysee.com kick kick.com niconico nicovideo.jp rutube rutube.ru`,
  ai: `
    chatgpt chatgpt.com chat.openai.com openai openai.com gemini gemini.google.com bard.google.com notebooklm.google.com
    claude claude.ai perplexity perplexity.ai pplx.ai copilot copilot.com copilot.microsoft.com copilot.cloud.microsoft m365.cloud.microsoft
    edgeservices.bing.com grok grok.com x.ai deepseek deepseek.com chat.deepseek.com mistral chat.mistral.ai meta.ai poe poe.com
    duck.ai phind phind.com kimi kimi.com kimi.moonshot.cn qwen chat.qwen.ai doubao doubao.com ernie yiyan.baidu.com lumo.proton.me
    felo.ai genspark.ai andisearch.com komo.ai`,
};

/** Every entry of a kind, as written above. */
export const knownSources: Readonly<Record<SourceKind, readonly string[]>> = Object.fromEntries(
  sourceKinds.map((kind) => [kind, text[kind].trim().split(/\s+/).map((entry) => entry.replaceAll("~", " "))]),
) as unknown as Record<SourceKind, readonly string[]>;

/** Search engines that GA4 calls by name instead of by host. */
export const searchNames: ReadonlySet<string> = new Set(["google", "bing", "yahoo", "duckduckgo", "baidu", "yandex", "naver", "daum", "seznam", "sogou", "aol", "ask", "msn", "onet", "rambler", "lycos", "virgilio", "eniro"]);

/** Hosts that a buyer passes on the way to paying: a visit "from" them continues the one before. */
export const paymentHosts: readonly string[] = `
  paypal.* *.paypal.com klarna.* *.klarna.com stripe.com *.stripe.com shop.app pay.shopify.com checkout.shopify.com pay.google.com payments.google.com
  pay.amazon.* payments.amazon.* mollie.com *.mollie.com *.adyen.com *.adyenpayments.com *.checkout.com checkout.com afterpay.com *.afterpay.com
  clearpay.co.uk *.clearpay.co.uk affirm.com *.affirm.com sezzle.com *.sezzle.com sofort.com *.sofort.com giropay.de *.giropay.de
  *.payone.com *.worldpay.com *.braintreegateway.com *.squareup.com *.authorize.net *.buckaroo.nl *.multisafepay.com *.pay.nl *.ideal.nl ideal.nl
  *.przelewy24.pl *.payu.com *.payu.pl *.razorpay.com *.mercadopago.com *.alipay.com *.wirecard.com *.computop.com *.cardinalcommerce.com
  *.arcot.com *.3dsecure.io *.ratepay.com *.riverty.com *.billie.io *.twint.ch *.swish.nu *.vipps.no *.bancontact.com
`.trim().split(/\s+/);
