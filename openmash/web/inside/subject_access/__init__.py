"""Somebody asks for what is kept about them: managing the request, preparing the bundle, answering for an agency."""
