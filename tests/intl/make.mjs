// Writes table.tsv: how node's Intl (ICU, CLDR) writes every price of the project, and some numbers, shares and days, in
// 42 locales, and days in as many more. Run with node 20 or later, from anywhere: node tests/intl/make.mjs
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const LOCALES = (
  "ar-AE ar-EG ar-SA bg-BG bn-BD cs-CZ da-DK de-AT de-CH de-DE el-GR en-GB en-IN en-US es-ES es-MX fa-IR fi-FI fr-CA " +
  "fr-FR he-IL hi-IN hu-HU id-ID it-IT ja-JP ko-KR mr-IN nb-NO nl-NL pl-PL pt-BR pt-PT ro-RO ru-RU sv-SE th-TH tr-TR " +
  "uk-UA vi-VN zh-CN zh-TW"
).split(" ");
// Every other language and order of days that is known, and regions that fall back to one.
const DAYS = (
  "ar-MA ca-ES de-LI en-AU en-CA en-HK en-IE en-MY en-NG en-NZ en-PH en-PR en-SG en-ZA es-AR es-CL es-CO es-PA es-PE " +
  "es-PR es-US et-EE fil-PH fr-BE fr-CH gu-IN hr-HR it-CH kn-IN lt-LT lv-LV ml-IN ms-MY nl-BE sk-SK sl-SI sr-RS sv-FI " +
  "sw-KE ta-IN te-IN ur-PK zh-HK zh-SG"
).split(" ");

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.(ya?ml|csv|md|json|rs)$/.test(name) ? [path] : [];
  });
const codes = new Set(Intl.supportedValuesOf("currency"));
const prices = new Set([
  "1234567.5 INR", "99999 INR", "100000 INR", "1299 GBP", "12345.678 KWD", "0.5 BHD", "1500 CHF", "1234.5 SEK",
  "129 NOK", "49.95 DKK", "9990 HUF", "1290 CZK", "29900 KRW", "1234567 VND", "250000 IDR", "1299.9 TRY", "3499 MXN",
  "199.9 BRL", "24990 RUB", "499 ILS", "1500000 IRR", "89.99 CAD", "129.5 CNY", "990 TWD", "249 AED", "1999 EGP",
  "349 RON", "899 UAH", "39.9 BGN", "0 EUR", "0.05 EUR", "12345.67 EUR", "999999.99 USD", "-5 USD",
]);
for (const folder of ["fixtures", "brand-kits", "templates", "docs", "tests"])
  for (const file of files(join(root, folder)))
    for (const [price, , code] of readFileSync(file, "utf8").matchAll(/\b(?:0|[1-9][0-9]{0,8})(\.[0-9]{1,2})? ([A-Z]{3})\b/g))
      if (codes.has(code) && !(code === "JPY" && price.includes("."))) prices.add(price);

// Minor units of these are left out where they are nothing, as nobody writes them.
const ROUND = ["THB", "TWD", "HUF", "IDR"];
// ISO 4217's digits, where CLDR has fewer.
const DIGITS = { IQD: 3 };
const money = (locale, value) => {
  const [amount, currency] = value.split(" ");
  const iso = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  let digits = DIGITS[currency] ?? iso;
  if (ROUND.includes(currency)) digits = Number.isInteger(Number(amount)) ? 0 : 2;
  return new Intl.NumberFormat(locale, {
    style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits,
  }).format(Number(amount));
};

const rows = [];
const adder = (locale) => (kind, value, text) => rows.push([kind, locale, value, text].join("\t"));
const days = (locale) => {
  for (const value of ["2027-08-31", "2027-01-05"])
    adder(locale)("date", value, new Intl.DateTimeFormat(locale, { timeZone: "UTC" }).format(new Date(value + "T12:00:00Z")));
};
for (const locale of LOCALES) {
  const add = adder(locale);
  for (const value of [...prices].sort()) add("money", value, money(locale, value));
  for (const value of ["0", "7", "1234", "12345.5", "1234567", "0.25", "-40"])
    add("number", value, new Intl.NumberFormat(locale, { minimumFractionDigits: (value.split(".")[1] ?? "").length }).format(Number(value)));
  for (const value of ["0.05", "0.31", "1", "12.5"])
    add("percent", value, new Intl.NumberFormat(locale, { style: "percent" }).format(Number(value)));
  days(locale);
}
DAYS.forEach(days);
const { node, icu, cldr } = process.versions;
writeFileSync(
  join(here, "table.tsv"),
  `# Written by make.mjs with node ${node} (ICU ${icu}, CLDR ${cldr}). Kind, locale, value, text.\n${rows.join("\n")}\n`,
);
console.log(`${rows.length} rows, ${LOCALES.length} + ${DAYS.length} locales, ${prices.size} prices`);
