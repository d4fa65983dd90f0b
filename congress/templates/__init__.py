"""Templates (模板) of formal documents as the secretariat words them: originals, versions, slots."""
