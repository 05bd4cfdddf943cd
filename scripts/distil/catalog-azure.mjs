// Instance types of Azure. Azure's price list says neither how many accelerators a size has nor how much memory, so this
// table holds what Microsoft documents per series. Where a size is only in the price list, its source says so.

import { GB_PER_GIB } from './catalog-row.mjs';

/** @typedef {import('./catalog-row.mjs').InstanceTypeRow} InstanceTypeRow */

const DOCS = 'https://learn.microsoft.com/en-us/azure/virtual-machines/sizes/gpu-accelerated';
const NC6_PROMO = 'https://learn.microsoft.com/en-us/previous-versions/azure/virtual-machines/nc-series';
const NCA100_V4 = `${DOCS}/nca100v4-series; NVMe disks as Azure Kubernetes Service documents them`;
const NCV6_GA =
  'https://techcommunity.microsoft.com/blog/azurehighperformancecomputingblog (sizes of the NC RTX PRO 6000 BSE v6 series)';

/** The size itself is not documented; it is priced like the documented size of the same series. @param {string} like */
const pricedLike = (like) =>
  `${DOCS}/nc-rtxpro6000-bse-v6-series; share of the GPU from ${like}, of equal price and disk`;
/** Variants that appear only in the price list: the same GPUs, without or with another network. @param {string} series @param {string} like */
const variantOf = (series, like) => `${DOCS}/${series}, variant of ${like} in the price list`;

const V100 = 'nvidia-v100-pcie-16gb';
const RTX = 'nvidia-rtx-pro-6000-bse';

/**
 * Size, accelerator, how many, vCPUs, memory (GiB), local disk (GiB), most network (Gbit/s), source; and accelerator
 * memory (GiB) where Azure hands out another amount than the datasheet's.
 * @type {[string, string, number, number, number | null, number | null, number | null, string, number?][]}
 */
const SIZES = [
  ['NC6_Promo', 'nvidia-k80', 1, 6, 56, 340, null, NC6_PROMO],
  ['NC12_Promo', 'nvidia-k80', 2, 12, 112, 680, null, NC6_PROMO],
  ['NC24_Promo', 'nvidia-k80', 4, 24, 224, 1440, null, NC6_PROMO],
  ['NC24r_Promo', 'nvidia-k80', 4, 24, 224, 1440, null, NC6_PROMO],
  ['NV6_Promo', 'nvidia-m60', 1, 6, 56, 340, null, `${DOCS}/nv-series`],
  ['NV12_Promo', 'nvidia-m60', 2, 12, 112, 680, null, `${DOCS}/nv-series`],
  ['NV24_Promo', 'nvidia-m60', 4, 24, 224, 1440, null, `${DOCS}/nv-series`],
  // The price list's own count (1, 1, 2) is of boards; the three sizes cost 1 : 2 : 4.
  ['NV6s_v2', 'nvidia-m60', 1, 6, 112, 320, null, `${DOCS}/nvv3-series (its predecessor; 1 GPU is half an M60 card)`],
  ['NV12s_v2', 'nvidia-m60', 2, 12, 224, 640, null, `${DOCS}/nvv3-series (its predecessor; 1 GPU is half an M60 card)`],
  [
    'NV24s_v2',
    'nvidia-m60',
    4,
    24,
    448,
    1280,
    null,
    `${DOCS}/nvv3-series (its predecessor; 1 GPU is half an M60 card)`,
  ],
  ['NV12s_v3', 'nvidia-m60', 1, 12, 112, 320, 6, `${DOCS}/nvv3-series`],
  ['NV24s_v3', 'nvidia-m60', 2, 24, 224, 640, 12, `${DOCS}/nvv3-series`],
  ['NV48s_v3', 'nvidia-m60', 4, 48, 448, 1280, 24, `${DOCS}/nvv3-series`],
  ['NC6s_v3', V100, 1, 6, 112, 736, null, `${DOCS}/ncv3-series`],
  ['NC12s_v3', V100, 2, 12, 224, 1474, null, `${DOCS}/ncv3-series`],
  ['NC24s_v3', V100, 4, 24, 448, 2948, null, `${DOCS}/ncv3-series`],
  ['NC24rs_v3', V100, 4, 24, 448, 2948, null, `${DOCS}/ncv3-series`],
  ['ND40rs_v2', 'nvidia-v100-sxm-32gb', 8, 40, 672, 2948, 100, `${DOCS}/ndv2-series`],
  ['NC4as_T4_v3', 'nvidia-t4', 1, 4, 28, 176, 8, `${DOCS}/ncast4v3-series`],
  ['NC8as_T4_v3', 'nvidia-t4', 1, 8, 56, 352, 8, `${DOCS}/ncast4v3-series`],
  ['NC16as_T4_v3', 'nvidia-t4', 1, 16, 110, 352, 8, `${DOCS}/ncast4v3-series`],
  ['NC64as_T4_v3', 'nvidia-t4', 4, 64, 440, 2816, 32, `${DOCS}/ncast4v3-series`],
  ['NV6ads_A10_v5', 'nvidia-a10', 1 / 6, 6, 55, 180, 5, `${DOCS}/nvadsa10v5-series`],
  ['NV12ads_A10_v5', 'nvidia-a10', 1 / 3, 12, 110, 360, 10, `${DOCS}/nvadsa10v5-series`],
  ['NV18ads_A10_v5', 'nvidia-a10', 1 / 2, 18, 220, 720, 20, `${DOCS}/nvadsa10v5-series`],
  ['NV36ads_A10_v5', 'nvidia-a10', 1, 36, 440, 1440, 40, `${DOCS}/nvadsa10v5-series`],
  ['NV36adms_A10_v5', 'nvidia-a10', 1, 36, 880, 2880, 80, `${DOCS}/nvadsa10v5-series`],
  ['NV72ads_A10_v5', 'nvidia-a10', 2, 72, 880, 2880, 80, `${DOCS}/nvadsa10v5-series`],
  ['NV4as_v4', 'amd-mi25', 1 / 8, 4, 14, 88, 1, `${DOCS}/nvv4-series`],
  ['NV8as_v4', 'amd-mi25', 1 / 4, 8, 28, 176, 2, `${DOCS}/nvv4-series`],
  ['NV16as_v4', 'amd-mi25', 1 / 2, 16, 56, 352, 4, `${DOCS}/nvv4-series`],
  ['NV32as_v4', 'amd-mi25', 1, 32, 112, 704, 8, `${DOCS}/nvv4-series`],
  ['NV4ads_V710_v5', 'amd-radeon-pro-v710', 1 / 6, 4, 16, 256, 3.3, `${DOCS}/nvadsv710-v5-series`, 4],
  ['NV8ads_V710_v5', 'amd-radeon-pro-v710', 1 / 3, 8, 32, 512, 6.6, `${DOCS}/nvadsv710-v5-series`, 8],
  ['NV12ads_V710_v5', 'amd-radeon-pro-v710', 1 / 2, 12, 64, 768, 10, `${DOCS}/nvadsv710-v5-series`, 12],
  ['NV24ads_V710_v5', 'amd-radeon-pro-v710', 1, 24, 128, 1536, 20, `${DOCS}/nvadsv710-v5-series`, 24],
  ['NV28adms_V710_v5', 'amd-radeon-pro-v710', 1, 28, 160, 1536, 20, `${DOCS}/nvadsv710-v5-series`, 24],
  ['NG8ads_V620_v1', 'amd-radeon-pro-v620', 1 / 4, 8, 16, 256, 10, `${DOCS}/ngadsv620-series`],
  ['NG16ads_V620_v1', 'amd-radeon-pro-v620', 1 / 2, 16, 32, 512, 20, `${DOCS}/ngadsv620-series`],
  ['NG32ads_V620_v1', 'amd-radeon-pro-v620', 1, 32, 64, 1024, 40, `${DOCS}/ngadsv620-series`],
  // The price list writes it without the _v1 of the documentation.
  ['NG32adms_V620', 'amd-radeon-pro-v620', 1, 32, 176, 1024, 40, `${DOCS}/ngadsv620-series`],
  [
    'NM16ads_MA35D',
    'amd-alveo-ma35d',
    1,
    16,
    32,
    76,
    4,
    'https://learn.microsoft.com/en-us/azure/virtual-machines/sizes/fpga-accelerated/nm-family',
  ],
  [
    'NP10s',
    'amd-alveo-u250',
    1,
    10,
    168,
    736,
    7.5,
    'https://learn.microsoft.com/en-us/azure/virtual-machines/sizes/fpga-accelerated/np-series',
  ],
  [
    'NP20s',
    'amd-alveo-u250',
    2,
    20,
    336,
    1474,
    15,
    'https://learn.microsoft.com/en-us/azure/virtual-machines/sizes/fpga-accelerated/np-series',
  ],
  [
    'NP40s',
    'amd-alveo-u250',
    4,
    40,
    672,
    2948,
    30,
    'https://learn.microsoft.com/en-us/azure/virtual-machines/sizes/fpga-accelerated/np-series',
  ],
  // For each GPU a temporary disk of 64 GiB and an NVMe disk of 894 GiB.
  ['NC24ads_A100_v4', 'nvidia-a100-pcie-80gb', 1, 24, 220, 958, 20, NCA100_V4],
  ['NC48ads_A100_v4', 'nvidia-a100-pcie-80gb', 2, 48, 440, 1916, 40, NCA100_V4],
  ['NC96ads_A100_v4', 'nvidia-a100-pcie-80gb', 4, 96, 880, 3832, 80, NCA100_V4],
  ['ND96asr_v4', 'nvidia-a100-sxm-40gb', 8, 96, 900, 6000, 1600, `${DOCS}/ndasra100v4-series`],
  ['ND96asr_A100_v4', 'nvidia-a100-sxm-40gb', 8, 96, 900, 6000, 1600, variantOf('ndasra100v4-series', 'ND96asr_v4')],
  ['ND96amsr_A100_v4', 'nvidia-a100-sxm-80gb', 8, 96, 1900, 6400, 1600, `${DOCS}/ndma100v4-series`],
  [
    'ND96ams_A100_v4',
    'nvidia-a100-sxm-80gb',
    8,
    96,
    1900,
    null,
    null,
    variantOf('ndma100v4-series', 'ND96amsr_A100_v4'),
  ],
  ['NC40ads_H100_v5', 'nvidia-h100-nvl-94gb', 1, 40, 320, 3576, 40, `${DOCS}/ncadsh100v5-series`],
  ['NC80adis_H100_v5', 'nvidia-h100-nvl-94gb', 2, 80, 640, 7152, 80, `${DOCS}/ncadsh100v5-series`],
  ['NCC40ads_H100_v5', 'nvidia-h100-nvl-94gb', 1, 40, 320, 800, 40, `${DOCS}/nccadsh100v5-series`],
  ['ND96isr_H100_v5', 'nvidia-h100-sxm-80gb', 8, 96, 1900, 29696, 3200, `${DOCS}/ndh100v5-series`],
  ['ND96is_H100_v5', 'nvidia-h100-sxm-80gb', 8, 96, 1900, null, 80, variantOf('ndh100v5-series', 'ND96isr_H100_v5')],
  [
    'ND96is_flex_H100_v5',
    'nvidia-h100-sxm-80gb',
    8,
    96,
    null,
    null,
    null,
    variantOf('ndh100v5-series', 'ND96isr_H100_v5'),
  ],
  [
    'ND96is_noIB_H100_v5',
    'nvidia-h100-sxm-80gb',
    8,
    96,
    null,
    null,
    null,
    variantOf('ndh100v5-series', 'ND96isr_H100_v5'),
  ],
  ['ND96isf_H100_v5', 'nvidia-h100-sxm-80gb', 8, 96, null, null, null, variantOf('ndh100v5-series', 'ND96isr_H100_v5')],
  [
    'ND96isrf_H100_v5',
    'nvidia-h100-sxm-80gb',
    8,
    96,
    null,
    null,
    null,
    variantOf('ndh100v5-series', 'ND96isr_H100_v5'),
  ],
  ['ND96isr_H200_v5', 'nvidia-h200-sxm-141gb', 8, 96, 1850, 29696, 3200, `${DOCS}/nd-h200-v5-series`],
  ['ND96isr_MI300X_v5', 'amd-mi300x', 8, 96, 1850, 29672, 3200, `${DOCS}/ndmi300xv5-series`],
  ['ND96is_MI300X_v5', 'amd-mi300x', 8, 96, 1850, null, 80, variantOf('ndmi300xv5-series', 'ND96isr_MI300X_v5')],
  ['ND128isr_NDR_GB200_v6', 'nvidia-gb200-186gb', 4, 128, 900, 14901, 1600, `${DOCS}/nd-gb200-v6-series`],
  [
    'ND128isrf_NDR_GB200_v6',
    'nvidia-gb200-186gb',
    4,
    128,
    null,
    null,
    null,
    variantOf('nd-gb200-v6-series', 'ND128isr_NDR_GB200_v6'),
  ],
  ['ND128isr_GB300_v6', 'nvidia-gb300-279gb', 4, 128, 864, 14901, 3200, `${DOCS}/nd-gb300-v6-series`],
  ['ND128isrG5_GB300_v6', 'nvidia-gb300-279gb', 4, 128, 864, 14901, 3200, `${DOCS}/nd-gb300-v6-series`],
  ['NC16lds_xl_RTXPRO6000BSE_v6', RTX, 1 / 4, 16, null, 256, 25, pricedLike('NC24lds_xl')],
  ['NC32lds_xl_RTXPRO6000BSE_v6', RTX, 1 / 4, 32, null, 256, 25, pricedLike('NC36lds_xl')],
  ['NC32ds_xl_RTXPRO6000BSE_v6', RTX, 1 / 4, 32, 128, 256, 25, pricedLike('NC36ds_xl')],
  ['NC64lds_xl_RTXPRO6000BSE_v6', RTX, 1 / 2, 64, null, 512, 50, pricedLike('NC72lds_xl')],
  ['NC64ds_xl_RTXPRO6000BSE_v6', RTX, 1 / 2, 64, 256, 512, 50, pricedLike('NC72ds_xl')],
  ['NC128ds_xl_RTXPRO6000BSE_v6', RTX, 1, 128, 512, 1024, 75, `${DOCS}/nc-rtxpro6000-bse-v6-series`],
  ['NC128lds_xl_RTXPRO6000BSE_v6', RTX, 1, 128, 256, 1024, 75, `${DOCS}/nc-rtxpro6000-bse-v6-series`],
  ['NC256ds_xl_RTXPRO6000BSE_v6', RTX, 2, 256, 1024, 2048, 100, `${DOCS}/nc-rtxpro6000-bse-v6-series`],
  ['NC256lds_xl_RTXPRO6000BSE_v6', RTX, 2, 256, 512, 2048, 100, `${DOCS}/nc-rtxpro6000-bse-v6-series`],
  ['NC320ds_xl_RTXPRO6000BSE_v6', RTX, 2, 320, 1280, 2048, 200, `${DOCS}/nc-rtxpro6000-bse-v6-series`],
  ['NC320lds_xl_RTXPRO6000BSE_v6', RTX, 2, 320, 640, 2048, 200, `${DOCS}/nc-rtxpro6000-bse-v6-series`],
  ['NC24lds_xl_RTXPRO6000BSE_v6', RTX, 1 / 4, 24, 72, 256, 22.5, NCV6_GA],
  ['NC36lds_xl_RTXPRO6000BSE_v6', RTX, 1 / 4, 36, 72, 256, 22.5, NCV6_GA],
  ['NC36ds_xl_RTXPRO6000BSE_v6', RTX, 1 / 4, 36, 132, 256, 22.5, NCV6_GA],
  ['NC72lds_xl_RTXPRO6000BSE_v6', RTX, 1 / 2, 72, 132, 512, 45, NCV6_GA],
  ['NC72ds_xl_RTXPRO6000BSE_v6', RTX, 1 / 2, 72, 264, 512, 45, NCV6_GA],
  ['NC132lds_xl_RTXPRO6000BSE_v6', RTX, 1, 132, 264, 1024, 90, NCV6_GA],
  ['NC132ds_xl_RTXPRO6000BSE_v6', RTX, 1, 132, 516, 1024, 90, NCV6_GA],
  ['NC144lds_xl_RTXPRO6000BSE_v6', RTX, 1, 144, 264, 1024, 90, NCV6_GA],
  ['NC144ds_xl_RTXPRO6000BSE_v6', RTX, 1, 144, 516, 1024, 90, NCV6_GA],
  ['NC264lds_xl_RTXPRO6000BSE_v6', RTX, 2, 264, 516, 2048, 180, NCV6_GA],
  ['NC264ds_xl_RTXPRO6000BSE_v6', RTX, 2, 264, 1032, 2048, 180, NCV6_GA],
  ['NC288lds_xl_RTXPRO6000BSE_v6', RTX, 2, 288, 516, 2048, 180, NCV6_GA],
  ['NC288ds_xl_RTXPRO6000BSE_v6', RTX, 2, 288, 1032, 2048, 180, NCV6_GA],
  ['NC324lds_xl_RTXPRO6000BSE_v6', RTX, 2, 324, 648, 2048, 180, NCV6_GA],
  ['NC324ds_xl_RTXPRO6000BSE_v6', RTX, 2, 324, 1284, 2048, 180, NCV6_GA],
];

/** Priced sizes that are not rows, and why: a wrong count would make them look cheap. @type {[RegExp, string][]} */
const LEFT_OUT = [
  [/^Standard_NC\d+ads_A10_v4$/, 'sources disagree on how many A10 it has, and Microsoft no longer documents it'],
  [/^Standard_ND40s_v2$/, 'not documented, and its price is that of four V100, not of the eight that lists name'],
  [/^Standard_NC8lds_xl_RTXPRO6000BSE_v6$/, 'not documented, and no documented size has its price'],
];

/**
 * @param {Map<string, Record<string, string>>} priced first row of the price table per type
 * @returns {{ rows: InstanceTypeRow[], leftOut: string[] }}
 */
export function azureTypes(priced) {
  const rows = SIZES.map(([size, accelerator, count, vcpus, memoryGiB, diskGiB, networkGbps, source, memory]) => ({
    cloud: /** @type {const} */ ('azure'),
    name: `Standard_${size}`,
    accelerator,
    count,
    ...(memory === undefined ? {} : { acceleratorMemoryGiB: memory }),
    vcpus,
    memoryGiB,
    localDiskGB: diskGiB === null ? null : Math.round(diskGiB * GB_PER_GIB),
    networkGbps,
    kind: /** @type {const} */ ('instance'),
    source,
  }));
  const known = new Set(rows.map(({ name }) => name));
  const leftOut = [];
  for (const [name, row] of priced) {
    if (row.cloud !== 'azure' || known.has(name)) continue;
    const [, why] = LEFT_OUT.find(([pattern]) => pattern.test(name)) ?? [];
    leftOut.push(`azure ${name}: ${why ?? 'nobody has looked up its accelerators yet'}`);
  }
  return { rows, leftOut };
}
