import { randomInt } from 'node:crypto';

/** Short, told apart when read aloud, harmless in any order. */
const WORDS = (
  'acorn adder amber anchor apple apron arrow aspen badger bagel bamboo banjo barley basil beacon birch biscuit bonnet bramble bridge ' +
  'bronze brook bucket butter button cabin cactus candle canoe carrot castle cedar cello chalk cherry chestnut clover cobalt comet copper ' +
  'coral cotton cricket crystal curlew daisy dapple denim donkey dragon drizzle ember fable falcon feather fennel fern fiddle finch flannel ' +
  'flint forest fossil garnet ginger glacier gravel grotto hamlet harbour hazel heather hedge heron hickory honey indigo island ivory jasper ' +
  'jigsaw juniper kayak kernel kettle lagoon lantern lark lavender lemon lichen lilac linen lupin magpie mallow mango maple marble meadow ' +
  'melon mint mirror mosaic muffin mustard nectar nettle nutmeg oasis olive onyx orchard otter oyster paddle parsnip pebble pepper pewter ' +
  'pigeon pillow plover plum poppy prism puffin quartz quill radish raven ribbon robin rocket saddle saffron satin scarlet shingle silver ' +
  'skylark sorrel sparrow spruce starling sundial swallow tawny teapot thimble thistle thyme timber topaz tulip tunnel turnip velvet violet ' +
  'walnut warbler willow winter wren yarrow zephyr'
).split(' ');

/** A password that can be read from a terminal and typed: three words and four digits, about 35 bits. For demo accounts only. */
export function readablePassword(): string {
  const word = () => WORDS[randomInt(WORDS.length)];
  return `${word()}-${word()}-${word()}-${String(randomInt(10_000)).padStart(4, '0')}`;
}
