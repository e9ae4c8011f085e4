"""What every screen is built from: GOV.UK components, fields, base pages, error pages."""
