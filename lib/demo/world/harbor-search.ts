// What people type before they find Harbor & Hearth. "query | page | searches a day | position".
import { makeQueries } from "#lib/demo/world/queries.ts";

export const harborQueries = makeQueries({ product: "/product/", category: "/product-category/", end: "/" }, 0.009, [
  "harbor and hearth|/|140|1", "harbor & hearth|/|70|1", "harbor hearth coffee|c:coffee|44|1.1", "harbor and hearth coupon|/|24|2.4", "harbor blend coffee|p:harbor-blend-12-oz|38|1.2",
], [
  "small batch coffee online|c:coffee|420|8.9", "best dark roast coffee beans|p:lighthouse-dark-roast-12-oz|510|9.6", "decaf coffee beans|p:decaf-dockside-12-oz|380|10.2", "coffee sampler gift|p:single-origin-sampler|310|6.1",
  "cold brew packs|p:cold-brew-pitcher-packs|290|6.8", "gooseneck kettle|p:pour-over-kettle|560|11.8", "ceramic coffee dripper|p:ceramic-dripper|240|5.6", "hand coffee grinder|p:burr-hand-grinder|470|10.4",
  "drip coffee maker 10 cup|p:drip-coffee-maker|330|13.1", "cast iron skillet|c:cookware|880|13.8", "12 inch cast iron skillet|p:cast-iron-skillet-12-in|430|9.1", "enameled dutch oven|p:enameled-dutch-oven-5-qt|610|12.2",
  "carbon steel wok|p:carbon-steel-wok|390|9.7", "3 qt saucepan stainless|p:stainless-saucepan-3-qt|210|8.2", "half sheet pan set|p:sheet-pan-set|260|7.4", "roasting pan with rack|p:roasting-pan|320|10.3",
  "grill press cast iron|p:grill-press|170|5.2", "chef knife 8 inch|p:chef-knife-8-in|520|11.4", "paring knife|p:paring-knife|340|10.8", "bread knife serrated|p:bread-knife|290|8.7",
  "santoku knife|p:santoku-7-in|450|11.9", "walnut cutting board|p:walnut-cutting-board|380|6.6", "maple butcher block board|p:maple-cutting-board|260|6.9", "knife sharpener|p:knife-sharpener|490|12.6",
  "kitchen shears|p:kitchen-shears|280|9.3", "magnetic knife strip|p:magnetic-knife-rail|330|8.8", "stoneware mugs set|p:stoneware-mug-set|360|6.3", "pasta bowls|p:pasta-bowl-set|410|9.2",
  "linen napkins|p:linen-napkins|300|7.3", "serving platter|p:serving-platter|260|9.8", "salt cellar|p:salt-cellar|220|4.4", "butter keeper|p:butter-keeper|190|4.1",
  "waffle dish towels|p:waffle-dish-towels|230|4.7", "linen apron|p:linen-apron|340|6.2", "oven mitts|p:oven-mitt-pair|290|10.6", "linen tablecloth|p:linen-tablecloth|310|9.4",
  "flaky sea salt|p:sea-salt-flakes|270|6.7", "spice gift set|p:spice-starter-set|330|7.8", "blueberry jam maine|p:maine-blueberry-jam|150|3.7", "hot honey|p:hot-honey|460|9.9",
  "chili crisp|p:chili-crisp|520|12.1", "maple syrup grade a|p:maple-syrup|240|8.1", "granola gift|p:granola-bundle|130|5.1", "how to season cast iron|/journal/season-cast-iron/|780|3.6",
  "pour over ratio|/journal/pour-over-ratio/|640|3.1", "dutch oven sizes|/journal/dutch-oven-sizes/|290|4.2", "how to sharpen a knife|/journal/sharpen-a-knife/|520|5.3", "cutting board oil|/journal/cutting-board-oil/|210|3.8",
]);
