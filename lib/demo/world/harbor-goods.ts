// Harbor & Hearth's goods; prices in dollars without sales tax.
import { makeGoods } from "#lib/demo/world/goods.ts";

export const harborGoods = makeGoods(2010, [
  { category: "Coffee", prefix: "HC", costShare: 0.38, returned: 0.02, items: [
    "Harbor Blend 12 oz|17.00|18", "Lighthouse Dark Roast 12 oz|17.00|14", "Decaf Dockside 12 oz|18.00|6", "Single Origin Sampler|42.00|6", "Cold Brew Pitcher Packs|22.00|6",
    "Pour-Over Kettle|79.00|4", "Ceramic Dripper|32.00|5", "Burr Hand Grinder|68.00|4", "Drip Coffee Maker|159.00|1.5", "Paper Filters 200|9.50|10"] },
  { category: "Cookware", prefix: "HK", costShare: 0.47, returned: 0.05, items: [
    "Cast Iron Skillet 10 in|49.00|7", "Cast Iron Skillet 12 in|64.00|5", "Enameled Dutch Oven 5 qt|149.00|3", "Carbon Steel Wok|72.00|3", "Stainless Saucepan 3 qt|84.00|2.5",
    "Sheet Pan Set|38.00|7", "Roasting Pan|92.00|1.5", "Grill Press|29.00|3", "Stock Pot 8 qt|98.00|1.5", "Crepe Pan|42.00|2"] },
  { category: "Knives & Boards", prefix: "HB", costShare: 0.42, returned: 0.05, items: [
    "Chef Knife 8 in|119.00|4", "Paring Knife|34.00|5", "Bread Knife|64.00|3", "Santoku 7 in|109.00|2.5", "Walnut Cutting Board|89.00|4",
    "Maple Cutting Board|69.00|4", "Knife Sharpener|39.00|5", "Kitchen Shears|26.00|5", "Magnetic Knife Rail|54.00|2", "Steak Knife Set|139.00|1.5"] },
  { category: "Table", prefix: "HT", costShare: 0.4, returned: 0.06, items: [
    "Stoneware Mug Set|44.00|9", "Dinner Plate Set|78.00|4", "Pasta Bowl Set|62.00|5", "Linen Napkins|36.00|6", "Serving Platter|58.00|3",
    "Salad Servers|24.00|4", "Water Carafe|38.00|3", "Wine Glass Set|54.00|3", "Salt Cellar|19.00|6", "Butter Keeper|28.00|5"] },
  { category: "Linens", prefix: "HL", costShare: 0.39, returned: 0.08, items: [
    "Waffle Dish Towels|28.00|9", "Linen Apron|54.00|5", "Oven Mitt Pair|26.00|6", "Table Runner|42.00|3", "Linen Tablecloth|98.00|1.5",
    "Cotton Throw|84.00|2", "Bread Bag Set|22.00|4", "Cloth Baskets|34.00|3", "Pot Holder Pair|18.00|5", "Placemat Set|38.00|3"] },
  { category: "Pantry", prefix: "HP", costShare: 0.48, returned: 0.01, items: [
    "Sea Salt Flakes|12.00|14", "Spice Starter Set|48.00|5", "Maine Blueberry Jam|13.00|10", "Hot Honey|15.00|11", "Olive Oil 500 ml|29.00|8",
    "Pancake Mix|12.00|8", "Maple Syrup|24.00|9", "Chili Crisp|14.00|9", "Granola Bundle|32.00|6", "Baking Chocolate|16.00|5"] },
]);
