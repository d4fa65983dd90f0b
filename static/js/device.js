// Says whether this device holds one of the person's registered keys.
//
// <section data-device-keys="id id …" data-stopped-keys="id …"> with children [data-device="known"], [data-device="unknown"].
import { findKey, keyId } from "./keys.js";

async function look() {
  const place = document.querySelector("[data-device-keys]");
  if (!place) return;
  const { site, person } = document.documentElement.dataset;
  let mine = "";
  try {
    const key = await findKey(site, person);
    mine = key ? await keyId(key) : "";
  } catch {
    mine = ""; // no storage, no secure context: the registration form says which
  }
  const known = mine !== "" && place.dataset.deviceKeys.split(" ").includes(mine);
  for (const part of place.querySelectorAll("[data-device]")) part.hidden = (part.dataset.device === "known") !== known;
  for (const row of document.querySelectorAll(`[data-device-row="${mine}"] [data-this-device]`)) row.hidden = false;
  const form = place.querySelector("form[data-register-key]");
  if (!form || known) return;
  if (place.dataset.stoppedKeys.split(" ").includes(mine)) form.dataset.registerKey = "fresh"; // it can never sign again
  if ("registerUnknown" in form.dataset) form.requestSubmit();
}

look();
