"""An MCP server: an assistant hands texts and files in, and gets verified results, or errors that say what is open."""
