package schema

// Product is product.yaml.
func Product() Document {
	return Document{
		Name: "product", Title: "product.yaml", Meaning: "What holds for all guides of one product. The file and every key of it may be left out.",
		Keys: []Key{
			{Name: "id", Type: Text, Meaning: "Name of the product in addresses; the name of the folder unless stated.", Example: "dm", Pattern: `^[a-z0-9][a-z0-9._-]{0,63}$`},
			{Name: "title", Type: Text, Meaning: "Name of the product for people.", Example: "TiDB Data Migration"},
			{Name: "components", Type: Texts, Meaning: "Parts that carry a version of their own.", Example: "[dmctl, DM-master, DM-worker]"},
			{Name: "profile", Type: TextOrMap, Meaning: "How the guides are written, where that is not found from their text.", Example: "{name: sections, heading: '^Upgrade to (?P<v>\\S+)$'}", Values: Dialects(), Keys: profileKeys()},
			{Name: "channels", Type: Maps, Meaning: "Lines of releases, each with its newest one. A release that cannot reach the head of any is an error.", Example: "[{id: \"1.0\", head: v1.0.5}]", Keys: []Key{
				{Name: "id", Type: Text, Required: true, Meaning: "Name of the channel.", Example: "\"1.0\"", Pattern: namePattern},
				{Name: "head", Type: Text, Meaning: "The newest release of the channel.", Example: "v1.0.5"},
			}},
			{Name: "parameters", Type: Maps, Meaning: "Values that the operator gives, for placeholders in commands of the guides.", Example: "\n  - id: cluster\n    text: Name of the cluster\n    placeholder: <cluster-name>\n    pattern: \"[a-z0-9-]+\"", Keys: []Key{
				{Name: "id", Type: Text, Required: true, Meaning: "Name of the parameter, given with --param ID=VALUE.", Example: "cluster", Pattern: namePattern},
				{Name: "text", Type: Text, Meaning: "What is asked for.", Example: "Name of the cluster"},
				{Name: "placeholder", Type: Text, Meaning: "What stands for it in the guides.", Example: "<cluster-name>"},
				{Name: "pattern", Type: Text, Meaning: "Regular expression that the whole value has to match.", Example: "\"[a-z0-9-]+\""},
				{Name: "default", Type: Text, Meaning: "The value where none is given.", Example: "main"},
				{Name: "secret", Type: Flag, Meaning: "The value comes from the environment or a file, and is blacked out of what is recorded.", Example: "true"},
			}},
		},
	}
}

const namePattern = `^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`

// Site is site.yaml.
func Site() Document {
	return Document{
		Name: "site", Title: "site.yaml", Meaning: "What holds for the whole site. The file and every key of it may be left out.",
		Keys: []Key{
			{Name: "title", Type: Text, Meaning: "Name of the site.", Example: "Upgrade guides"},
			{Name: "base_url", Type: Text, Meaning: "Where the site will stand.", Example: "https://docs.example.com/", Pattern: `^https?://[^ ?#@]+$`},
			{Name: "languages", Type: Texts, Meaning: "Languages of the site; the first has no prefix in addresses and alone feeds JSON and scripts.", Example: "[en, zh]"},
			{Name: "edit_link", Type: Text, Meaning: "Address at which a page can be edited, {path} standing for its file.", Example: "\"https://git.example.com/docs/edit/main/{path}\"", Pattern: `^https?://.*\{path\}`},
			{Name: "public_key", Type: Text, Meaning: "The minisign key that the site is signed with: the second line of the .pub file.", Example: "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3", Pattern: `^[A-Za-z0-9+/=]{56}$`},
			{Name: "theme", Type: Text, Meaning: "Folder with templates of your own, relative to the content folder.", Example: "theme"},
		},
	}
}
