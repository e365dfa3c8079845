package compat

import (
	"errors"
	"strings"
	"testing"

	"upgraph/internal/version"
)

func TestValidateTakesTheSample(t *testing.T) {
	if err := Validate(sample()); err != nil {
		t.Fatal(err)
	}
}

// "0" is before the first release: up to that release it is a set without
// members, and no mistake.
func TestValidateTakesTheBeginning(t *testing.T) {
	c := sample()
	c.Edges[1].From = []Interval{{Introduced: "0", Fixed: "v1"}, {Introduced: "0", LastAffected: "v1"}, {Introduced: "0"}}
	if err := Validate(c); err != nil {
		t.Error(err)
	}
}

// breach is a change to the sample and what is said about it.
type breach struct {
	change    func(c *Catalog)
	path, msg string
}

func refuses(t *testing.T, breaches map[string]breach) {
	t.Helper()
	for name, b := range breaches {
		c := sample()
		b.change(c)
		err := Validate(c)
		e, ok := errors.AsType[*DecodeError](err)
		if !ok || e.Path != b.path || !strings.Contains(e.Msg, b.msg) {
			t.Errorf("%s: error %v, want one at %s with %q", name, err, b.path, b.msg)
			continue
		}
		// What Validate refuses Read refuses.
		if _, err := Read([]byte(encode(t, c))); err == nil {
			t.Errorf("%s: is read all the same", name)
		}
	}
}

func TestValidateCatalog(t *testing.T) {
	refuses(t, map[string]breach{
		"no version":              {func(c *Catalog) { c.SchemaVersion = "" }, "$.schema_version", "empty"},
		"later version":           {func(c *Catalog) { c.SchemaVersion = "2.0" }, "$.schema_version", "1.x"},
		"no product":              {func(c *Catalog) { c.Product.ID = "" }, "$.product.id", "empty"},
		"product up a folder":     {func(c *Catalog) { c.Product.ID = ".." }, "$.product.id", "dot"},
		"product with a slash":    {func(c *Catalog) { c.Product.ID = "a/b" }, "$.product.id", "character"},
		"product with a newline":  {func(c *Catalog) { c.Product.ID = "a\nb" }, "$.product.id", "printed"},
		"release twice":           {func(c *Catalog) { c.Releases[1].ID = "v1" }, "$.releases[1].id", "twice"},
		"release without id":      {func(c *Catalog) { c.Releases[1].ID = "" }, "$.releases[1].id", "empty"},
		"release id too long":     {func(c *Catalog) { c.Releases[1].ID = strings.Repeat("x", 129) }, "$.releases[1].id", "longer"},
		"release id with space":   {func(c *Catalog) { c.Releases[1].ID = "v2 " }, "$.releases[1].id", "space"},
		"release called 0":        {func(c *Catalog) { c.Releases[1].ID = "0" }, "$.releases[1].id", "already"},
		"release called before":   {func(c *Catalog) { c.Releases[1].ID = "before" }, "$.releases[1].id", "already"},
		"release status":          {func(c *Catalog) { c.Releases[1].Status = "new" }, "$.releases[1].status", "supported"},
		"no sort key":             {func(c *Catalog) { c.Releases[1].SortKey = "" }, "$.releases[1].sort_key", "empty"},
		"sort key of another":     {func(c *Catalog) { c.Releases[1].SortKey = c.Releases[0].SortKey }, "$.releases[1].sort_key", "twice"},
		"sort key made up":        {func(c *Catalog) { c.Releases[1].SortKey = "2" }, "$.releases[1].sort_key", `where "v2" has "12`},
		"channel twice":           {func(c *Catalog) { c.Channels = append(c.Channels, c.Channels[0]) }, "$.channels[1].id", "twice"},
		"channel of nothing":      {func(c *Catalog) { c.Channels[0].Head = "v9" }, "$.channels[0].head", "no release"},
		"constraint twice":        {func(c *Catalog) { c.Constraints = append(c.Constraints, c.Constraints[0]) }, "$.constraints[1].id", "twice"},
		"constraint without type": {func(c *Catalog) { c.Constraints[0].Type = "" }, "$.constraints[0].type", "empty"},
		"check twice":             {func(c *Catalog) { c.Checks = append(c.Checks, c.Checks[0]) }, "$.checks[1].id", "twice"},
		"check without id":        {func(c *Catalog) { c.Checks[0].ID = "" }, "$.checks[0].id", "empty"},
		"check without type":      {func(c *Catalog) { c.Checks[0].Type = "" }, "$.checks[0].type", "empty"},
		"check at no time":        {func(c *Catalog) { c.Checks[0].When = "never" }, "$.checks[0].when", "never"},
		"condition twice":         {func(c *Catalog) { c.Conditions = append(c.Conditions, c.Conditions[0]) }, "$.conditions[1].id", "twice"},
		"condition in between":    {func(c *Catalog) { c.Conditions[0].When = "during" }, "$.conditions[0].when", "during"},
		"condition without text":  {func(c *Catalog) { c.Conditions[0].Text = "" }, "$.conditions[0].text", "empty"},
		"risk twice":              {func(c *Catalog) { c.Risks = append(c.Risks, c.Risks[0]) }, "$.risks[1].id", "twice"},
		"risk without text":       {func(c *Catalog) { c.Risks[0].Text = "" }, "$.risks[0].text", "empty"},
		"risk's check":            {func(c *Catalog) { c.Risks[0].Check = &Check{} }, "$.risks[0].check.type", "empty"},
		"rollback":                {func(c *Catalog) { c.Rollback.Policy = "maybe" }, "$.rollback.policy", "maybe"},
	})
}

func TestValidateEdges(t *testing.T) {
	refuses(t, map[string]breach{
		"edge twice":             {func(c *Catalog) { c.Edges[1].ID = c.Edges[0].ID }, "$.edges[1].id", "twice"},
		"edge to nothing":        {func(c *Catalog) { c.Edges[1].To = "v9" }, "$.edges[1].to", "no release"},
		"edge status":            {func(c *Catalog) { c.Edges[1].Status = "" }, "$.edges[1].status", "supported"},
		"interval of nothing":    {func(c *Catalog) { c.Edges[1].From[0].Introduced = "v9" }, "$.edges[1].from[0].introduced", "no release"},
		"interval to nothing":    {func(c *Catalog) { c.Edges[1].From[0].Fixed = "v9" }, "$.edges[1].from[0].fixed", "no release"},
		"interval with two ends": {func(c *Catalog) { c.Edges[1].From[0].LastAffected = "v1" }, "$.edges[1].from[0]", "both"},
		"interval backwards": {func(c *Catalog) {
			c.Edges[1].From[1].Introduced, c.Edges[1].From[1].LastAffected = "v2", "v1"
			c.Edges[1].To = "v3"
			c.Releases = append(c.Releases, Release{ID: "v3", SortKey: version.SortKeyOf("v3"), Status: Supported})
		}, "$.edges[1].from[1].last_affected", "before"},
		"empty interval":          {func(c *Catalog) { c.Edges[1].From[0] = Interval{Introduced: "v1", Fixed: "v1"} }, "$.edges[1].from[0].fixed", "behind"},
		"edge back":               {func(c *Catalog) { c.Edges[1].To = "v1" }, "$.edges[1].from[1].introduced", "not before"},
		"edge to itself":          {func(c *Catalog) { c.Edges[1].From[0].Introduced = "v2" }, "$.edges[1].from[0].introduced", "not before"},
		"edge's constraint":       {func(c *Catalog) { c.Edges[1].Constraints[0] = "none" }, "$.edges[1].constraints[0]", "no constraint"},
		"edge's check":            {func(c *Catalog) { c.Edges[1].Checks[0] = "none" }, "$.edges[1].checks[0]", "no check"},
		"edge's risk":             {func(c *Catalog) { c.Edges[1].Risks[0] = "none" }, "$.edges[1].risks[0]", "no risk"},
		"edge's stop":             {func(c *Catalog) { c.Edges[1].MustStopAt[0] = "v9" }, "$.edges[1].must_stop_at[0]", "no release"},
		"edge's avoid":            {func(c *Catalog) { c.Edges[1].Avoid[0] = "v9" }, "$.edges[1].avoid[0]", "no release"},
		"edge supersedes nothing": {func(c *Catalog) { c.Edges[1].Supersedes[0] = "none" }, "$.edges[1].supersedes[0]", "none"},
		"gate that holds nothing": {func(c *Catalog) { c.Edges[1].Gate = &Gate{} }, "$.edges[1].gate", "nothing"},
		"gate back in time":       {func(c *Catalog) { c.Edges[1].Gate.WaitSeconds = -1 }, "$.edges[1].gate.wait_seconds", "less"},
		"gate's check":            {func(c *Catalog) { c.Edges[1].Gate.Check = &Check{} }, "$.edges[1].gate.check.type", "empty"},
	})
}

func TestValidateSteps(t *testing.T) {
	refuses(t, map[string]breach{
		"step twice":             {func(c *Catalog) { c.Edges[1].Steps[1].ID = "1a" }, "$.edges[1].steps[1].id", "twice"},
		"step with a slash":      {func(c *Catalog) { c.Edges[1].Steps[1].ID = "a/b" }, "$.edges[1].steps[1].id", "slash"},
		"step without kind":      {func(c *Catalog) { c.Edges[1].Steps[1].Kind = "" }, "$.edges[1].steps[1].kind", "empty"},
		"manual without text":    {func(c *Catalog) { c.Edges[1].Steps[0].Text = " " }, "$.edges[1].steps[0].text", "empty"},
		"manual that runs":       {func(c *Catalog) { c.Edges[1].Steps[0].Argv = []string{"rm"} }, "$.edges[1].steps[0].argv", "belong"},
		"manual approved":        {func(c *Catalog) { c.Edges[1].Steps[0].Approved = new(true) }, "$.edges[1].steps[0].approved", "belong"},
		"check without question": {func(c *Catalog) { c.Edges[1].Steps[1].Check = nil }, "$.edges[1].steps[1].check", "missing"},
		"check that runs":        {func(c *Catalog) { c.Edges[1].Steps[1].Script = "rm" }, "$.edges[1].steps[1].script", "belong"},
		"check done twice":       {func(c *Catalog) { c.Edges[1].Steps[1].Idempotent = new(true) }, "$.edges[1].steps[1].idempotent", "belong"},
		"step's check":           {func(c *Catalog) { c.Edges[1].Steps[1].Check = &Check{} }, "$.edges[1].steps[1].check.type", "empty"},
		"exec of nothing":        {func(c *Catalog) { c.Edges[1].Steps[2].Argv = nil }, "$.edges[1].steps[2].argv", "empty"},
		"exec without program":   {func(c *Catalog) { c.Edges[1].Steps[2].Argv[0] = "" }, "$.edges[1].steps[2].argv[0]", "program"},
		"exec with NUL":          {func(c *Catalog) { c.Edges[1].Steps[2].Argv[1] = "a\x00b" }, "$.edges[1].steps[2].argv[1]", "NUL"},
		"exec with script":       {func(c *Catalog) { c.Edges[1].Steps[2].Script = "a" }, "$.edges[1].steps[2].script", "belong"},
		"shell without script":   {func(c *Catalog) { c.Edges[1].Steps[3].Script = "" }, "$.edges[1].steps[3].script", "empty"},
		"shell with NUL":         {func(c *Catalog) { c.Edges[1].Steps[3].Script = "a\x00" }, "$.edges[1].steps[3].script", "NUL"},
		"shell with argv":        {func(c *Catalog) { c.Edges[1].Steps[3].Argv = []string{"a"} }, "$.edges[1].steps[3].argv", "belong"},
	})
}
