package bench

// pieces write code, one a language.
var pieces = []func(*writer){shellPiece, yamlPiece, sqlPiece, goPiece}

func shellPiece(w *writer) {
	w.line("```bash\n# compare the settings of %s before and after\nfor f in conf/%s-*.toml; do\n  %s check --config \"$f\" --%s=%d || exit 1\ndone\ncurl -sf http://127.0.0.1:%d/status | grep -c '%s'\n```\n",
		w.rare(), pick(w.rand, components), pick(w.rand, components), w.option(), w.rand.IntN(64), 8000+w.rand.IntN(1000), w.rare())
}

func yamlPiece(w *writer) {
	w.line("```yaml\n%s:\n  name: \"%s-%02d\"", w.rare(), w.rare(), w.rand.IntN(100))
	for range 3 + w.rand.IntN(6) {
		w.line("  %s: %d  # was %d", w.option(), w.rand.IntN(4096), w.rand.IntN(4096))
	}
	w.line("  %s: [\"%s\", \"%s\"]\n```\n", w.option(), w.rare(), w.rare())
}

func sqlPiece(w *writer) {
	w.line("```sql\n-- what the downstream must hold\nSELECT id, checkpoint, updated_at FROM relay_meta.%s WHERE task = '%s' AND id > %d ORDER BY id LIMIT %d;",
		w.rare(), w.rare(), w.rand.IntN(100000), 1+w.rand.IntN(500))
	w.line("ALTER TABLE relay_meta.%s ADD COLUMN %s VARCHAR(%d) NOT NULL DEFAULT '';\n```\n", w.rare(), w.rare(), 16<<w.rand.IntN(5))
}

func goPiece(w *writer) {
	name := w.rare()
	w.line("```go\n// %s waits for the checkpoint of a task.\nfunc %s(ctx context.Context, task string) error {\n\tfor i := 0; i < %d; i++ {\n\t\tif err := client.Wait(ctx, task, %q); err != nil {\n\t\t\treturn fmt.Errorf(\"wait for %%s: %%w\", task, err)\n\t\t}\n\t}\n\treturn nil\n}\n```\n",
		name, name, 1+w.rand.IntN(20), w.option())
}
