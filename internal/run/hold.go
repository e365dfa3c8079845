package run

// held is the newest run of a cluster under the lock of the cluster.
type held struct {
	place *Place
	lock  *Lock
	id    string
	run   *Run // nil until it is opened
}

// hold takes the lock of a cluster that has a run.
func hold(env *Env, product, cluster string, o Options) (*held, error) {
	place, id, err := openLatest(env, o.Base, product, cluster)
	if err != nil {
		return nil, err
	}
	lock, err := place.Lock(env)
	if err != nil {
		place.Close()
		return nil, err
	}
	return &held{place: place, lock: lock, id: id}, nil
}

// open opens the run to write into it.
func (h *held) open(env *Env, o Options) (*Run, error) {
	return h.opened(h.place.Open(env, h.id, tee(env, o)))
}

func (h *held) opened(r *Run, err error) (*Run, error) {
	h.run = r
	return r, err
}

func (h *held) release() {
	if h.run != nil {
		h.run.Close()
	}
	h.lock.Release()
	h.place.Close()
}

// openForWriting opens the newest run of a cluster, which must not be over.
func openForWriting(env *Env, product, cluster string, o Options, do func(*Run) error) error {
	h, err := hold(env, product, cluster, o)
	if err != nil {
		return err
	}
	defer h.release()
	run, err := h.open(env, o)
	if err != nil {
		return err
	}
	if run.State.Over != nil {
		return Fail(ExitUsage, "run %s is over (%s)", h.id, run.State.Over.Outcome)
	}
	return do(run)
}

// openLatest opens the place of a cluster and names its newest run.
func openLatest(env *Env, base, product, cluster string) (*Place, string, error) {
	place, err := OpenPlace(env, base, product, cluster, false)
	if err != nil {
		return nil, "", err
	}
	none := Fail(ExitUsage, "there is no run of %s on cluster %q", product, cluster).
		Hinted("the state is looked for in %s", base)
	if place == nil {
		return nil, "", none
	}
	id, ok, err := place.Latest()
	if err == nil && !ok {
		err = none
	}
	if err != nil {
		place.Close()
		return nil, "", err
	}
	return place, id, nil
}

// refuseUnfinished keeps a second run from starting over the remains of a first.
func refuseUnfinished(env *Env, place *Place, o Options) error {
	if err := place.refuseScript(); err != nil {
		return err
	}
	id, ok, err := place.Latest()
	if err != nil || !ok {
		return err
	}
	run, _, err := place.View(id)
	if err != nil {
		return err
	}
	defer run.Close()
	if run.State.Over != nil {
		return nil
	}
	s := run.State
	return Fail(ExitCheck, "run %s (%s to %s) is not finished: %d of %d steps are done",
		id, s.Plan.From, s.Plan.To, s.doneSteps(), len(s.Steps)).
		Hinted("go on with it:  %s", commandLine(env, run, o, "resume")).
		Hinted("or give it up:  %s", commandLine(env, run, o, "abort", "--reason", "WHY"))
}
