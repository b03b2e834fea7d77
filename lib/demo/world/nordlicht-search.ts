// What people type before they find Nordlicht Outdoor. "query | page | searches a day | position".
import { makeQueries } from "#lib/demo/world/queries.ts";

export const nordlichtQueries = makeQueries({ product: "/products/", category: "/collections/", end: "" }, 0.0095, [
  "nordlicht outdoor|/|210|1", "nordlicht|/|120|1.9", "nordlicht outdoor shop|/|48|1", "nordlicht rabattcode|/|26|2.1", "nordlicht regenjacke|p:rain-shell|22|1.1", "nordlicht wanderschuhe|c:footwear|20|1.1",
], [
  "wanderschuhe damen|c:footwear|820|9.2", "wanderschuhe herren|c:footwear|760|9.8", "trailrunning schuhe|c:footwear|640|8.4", "trailrunning schuhe damen wasserdicht|p:moor-trail-runner-women|190|5.1",
  "leichte wanderschuhe|p:moor-trail-runner|240|6.2", "bergstiefel steigeisenfest|p:glacier-mountaineering-boot|110|5.4", "winterstiefel outdoor|p:winter-lodge-boot|280|8.8", "kinder wanderschuhe|p:kids-trail-shoe|260|7.1",
  "outdoor sandalen|p:tarn-sandal|300|9.4", "zustiegsschuhe|p:fjord-approach-shoe|170|6.3", "regenjacke damen|p:rain-shell-women|690|11.2", "regenjacke herren wandern|p:rain-shell|410|8.1",
  "hardshelljacke 3 lagen|p:storm-shell-pro|230|5.9", "daunenjacke leicht|p:down-hoodie|520|9.9", "fleecejacke herren|p:fleece-zip|430|10.4", "softshelljacke damen|p:softshell-jacket|380|11",
  "kinder regenjacke|p:kids-rain-jacket|350|9.1", "parka wasserdicht|p:insulated-parka|310|12.3", "merino unterwäsche|c:base-layers|480|5.2", "merino shirt herren|p:merino-t-shirt|360|6.8",
  "merino leggings|p:merino-leggings|210|4.6", "merino boxershorts|p:merino-boxer|190|5.3", "wandersocken|p:hiking-sock-2-pack|420|6.1", "skisocken merino|p:ski-sock|230|5.5",
  "funktionsunterwäsche kinder|p:thermal-set-kids|150|5.9", "wanderrucksack 25l|p:daypack-25|340|6.4", "trekkingrucksack 65l|p:expedition-pack-65|210|6.6", "rolltop rucksack|p:roll-top-backpack|450|10.6",
  "hüfttasche outdoor|p:hip-bag|250|7.2", "kindertrage wandern|p:child-carrier|170|7.7", "reisetasche 60l|p:duffel-60|190|8.3", "trinkweste laufen|p:hydration-vest|140|5.8",
  "gaskocher outdoor|p:trail-stove|300|8.9", "titan tasse|p:titanium-mug|110|3.6", "1 personen zelt|p:one-person-tent|380|9.7", "2 personen zelt leicht|p:two-person-tent|410|10.1",
  "daunenschlafsack|p:down-sleeping-bag|260|8.2", "isomatte test|p:sleeping-mat|590|12.1", "stirnlampe|p:headlamp-400|680|13.4", "wasserfilter outdoor|p:water-filter|330|7.9",
  "trekkingstöcke|p:trekking-poles|470|9.3", "merino mütze|p:wool-beanie|170|4.9", "schlauchschal|p:neck-gaiter|240|7.6", "edelstahl trinkflasche|p:steel-bottle-750|520|12.8",
  "schuhwachs wanderschuhe|p:boot-wax|120|3.9", "packsack wasserdicht|p:dry-bag-set|160|6.7", "wanderschuhe imprägnieren|/blogs/rat/wanderschuhe-impraegnieren|610|3.4", "packliste hüttentour|/blogs/rat/packliste-huettentour|720|2.8",
  "zwiebelprinzip kleidung|/blogs/rat/zwiebelprinzip|390|3.9", "zelt richtig aufbauen|/blogs/rat/zelt-aufbauen|260|4.8", "schlafsack waschen|/blogs/rat/schlafsack-waschen|340|4.1",
]);
