"""Scripts for a delegate's device in a browser test."""

MAKE_KEY = """async () => {
  const keys = await import("/static/0a1b/js/keys.js");
  return [...keys.publicKey(await keys.ensureKey("6f1c", "12"))];
}"""
"""Makes or finds the key of person 12; gives the public bytes."""

OLD_BROWSER = """
const modern = SubtleCrypto.prototype.generateKey;
SubtleCrypto.prototype.generateKey = function (algorithm, ...rest) {
  if ((algorithm.name ?? algorithm) !== "Ed25519") return modern.call(this, algorithm, ...rest);
  return Promise.reject(new DOMException("Algorithm: Unrecognized name", "NotSupportedError"));
};"""
"""What a browser without Ed25519 does when it is asked for such a key."""

SLOW_SIGNING = """
const sign = SubtleCrypto.prototype.sign;
SubtleCrypto.prototype.sign = async function (...rest) {
  await new Promise((go) => {
    document.documentElement.toggleAttribute("data-signing", true);
    window.letGo = () => { document.documentElement.toggleAttribute("data-signing", false); go(); };
  });
  return sign.apply(this, rest);
};"""
"""Signing waits until the test says ``letGo()``; meanwhile the page has [data-signing]."""
