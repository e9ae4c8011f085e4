// Everything here is an extra: every page works without it.
const address = document.getElementById("govuk-frontend");
if (address) {
  import(address.href).then(({ initAll }) => initAll());
}
