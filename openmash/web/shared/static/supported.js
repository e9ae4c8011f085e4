// Tells GOV.UK Frontend's styles, before the page is drawn, that scripts run here.
document.body.className +=
  " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
