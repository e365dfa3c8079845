package main

import (
	"slices"

	"upgraph/internal/run"
)

var verifyCommand = command{
	name: "verify", args: "[PLAN]", most: 1, short: "verify a catalog, and what holds after an upgrade",
	long: `Verifies digest and signature of the catalog that is named by --catalog. Then
evaluates the checks that hold where the newest run of the cluster has got to,
or after PLAN; what does not hold ends it with exit code 3. Nothing is changed.`,
	flags: slices.Concat([]string{"file", "workdir", "identify"}, trustFlags, clusterFlags, outputFlags),
	do:    doVerify,
}

func doVerify(c *call) error {
	e, err := c.environment()
	if err != nil {
		return err
	}
	if c.catalog != "" {
		src, err := c.load(e, c.product)
		if err != nil {
			return err
		}
		src.Warnings = nil // said already
		if !c.json {
			run.ShowSource(e, src)
		}
	}
	o, err := c.options(e, false)
	if err != nil {
		return err
	}
	if len(c.args) > 0 {
		o.Workdir = absolute(e.Dir, o.Workdir)
		p, err := c.planOrFile(e)
		if err != nil {
			return explain(err)
		}
		return run.VerifyPlan(e, p, o)
	}
	product, err := c.productID(e, o.Base)
	if err != nil {
		return err
	}
	clusters, err := run.Clusters(o.Base, product)
	if err != nil {
		return err
	}
	if c.catalog != "" && len(clusters) == 0 {
		return nil // there was no run yet: the catalog was what is to be verified
	}
	return run.VerifyRun(e, product, c.cluster, o)
}
