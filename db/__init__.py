"""SQL, files and the hub: everything that outlives the process."""
