// Nordlicht Outdoor's goods; prices in euros with VAT.
import { makeGoods } from "#lib/demo/world/goods.ts";

export const nordlichtGoods = makeGoods(8100000001000, [
  { category: "Footwear", prefix: "NF", costShare: 0.47, returned: 0.13, items: [
    "Ridge Hiking Boot|169.90|8", "Ridge Hiking Boot Women|169.90|8", "Moor Trail Runner|119.90|10", "Moor Trail Runner Women|119.90|9", "Fjord Approach Shoe|134.90|5",
    "Tarn Sandal|69.90|5", "Winter Lodge Boot|149.90|4", "Kids Trail Shoe|59.90|5", "Recovery Clog|44.90|4", "Glacier Mountaineering Boot|289.90|1.5"] },
  { category: "Jackets", prefix: "NJ", costShare: 0.43, returned: 0.12, items: [
    "Rain Shell|149.90|8", "Rain Shell Women|149.90|8", "Storm Shell Pro|279.90|3", "Down Hoodie|199.90|5", "Down Hoodie Women|199.90|5",
    "Fleece Zip|79.90|9", "Wind Vest|64.90|4", "Insulated Parka|259.90|2.5", "Kids Rain Jacket|54.90|5", "Softshell Jacket|119.90|5"] },
  { category: "Base layers", prefix: "NB", costShare: 0.41, returned: 0.06, items: [
    "Merino Base 200|69.90|10", "Merino Base 200 Women|69.90|9", "Merino Leggings|64.90|6", "Merino T-Shirt|49.90|9", "Merino Boxer|29.90|7",
    "Hiking Sock 2-Pack|24.90|16", "Ski Sock|22.90|7", "Thermal Set Kids|44.90|4", "Trekking Shirt|54.90|5", "Sports Bra Merino|44.90|3"] },
  { category: "Packs", prefix: "NP", costShare: 0.45, returned: 0.05, items: [
    "Daypack 18|69.90|8", "Daypack 25|89.90|7", "Trek Pack 45|159.90|3", "Expedition Pack 65|219.90|1.5", "Hip Bag|34.90|8",
    "Roll-Top Backpack|99.90|5", "Child Carrier|249.90|1", "Duffel 60|89.90|4", "Pack Cover|19.90|6", "Hydration Vest|79.90|3"] },
  { category: "Camp & Cook", prefix: "NC", costShare: 0.5, returned: 0.04, items: [
    "Trail Stove|49.90|5", "Titanium Mug|24.90|7", "Cook Set Duo|64.90|4", "One-Person Tent|249.90|1.5", "Two-Person Tent|329.90|1.5",
    "Summer Sleeping Bag|119.90|2.5", "Down Sleeping Bag|289.90|1.2", "Sleeping Mat|79.90|4", "Headlamp 400|44.90|8", "Water Filter|39.90|5"] },
  { category: "Accessories", prefix: "NA", costShare: 0.4, returned: 0.03, items: [
    "Trekking Poles|79.90|5", "Wool Beanie|29.90|10", "Neck Gaiter|17.90|10", "Liner Gloves|24.90|7", "Steel Bottle 750|29.90|9",
    "Boot Wax|9.90|9", "Repair Kit|14.90|5", "Dry Bag Set|27.90|5", "Trail Map Set|19.90|3", "Sun Cap|24.90|5"] },
  { category: "Gift cards", prefix: "GC", costShare: 0, returned: 0, items: ["Gift Card 50|50.00|0.9"] },
]);
