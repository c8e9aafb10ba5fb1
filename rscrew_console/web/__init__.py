"""The console in a browser: an extra, see `rsc serve`. Importing this loads no web server."""
