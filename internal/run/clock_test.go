package run

import (
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"upgraph/internal/compat"
)

// fakeHost ends each command after a time, or when it is told to.
type fakeHost struct {
	lasts  time.Duration
	deaf   bool // to TERM
	orders []Order
	done   []string
	killed bool
}

func (h *fakeHost) Do(job *Job, orders <-chan Order) (JobState, Death, error) {
	end := time.After(h.lasts)
	for {
		select {
		case o := <-orders:
			h.orders = append(h.orders, o)
			if o == Kill || !h.deaf {
				h.killed = true
				return Over, Death{Exit: 143, Signal: "TERM", Time: time.Now()}, nil
			}
		case <-end:
			h.done = append(h.done, job.Spec.Step)
			return Over, Death{Time: time.Now()}, nil
		}
	}
}

func TestGraceIsWaitedAndNoLonger(t *testing.T) {
	for _, tt := range []struct {
		name    string
		deaf    bool
		signals []time.Duration
		want    time.Duration
		orders  int
	}{
		{"ends when told", false, []time.Duration{time.Minute}, time.Minute, 1},
		{"deaf: left alone after the grace", true, []time.Duration{time.Minute}, time.Minute + 30*time.Second, 1},
		{"deaf and told twice: killed", true, []time.Duration{time.Minute, time.Second}, time.Minute + time.Second, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			p := planOf(t, guide(t, fiveSteps()))
			synctest.Test(t, func(t *testing.T) {
				signals := make(chan os.Signal, 4)
				host := &fakeHost{lasts: time.Hour, deaf: tt.deaf}
				go func() {
					for _, d := range tt.signals {
						time.Sleep(d)
						signals <- syscall.SIGINT
					}
				}()
				begin := time.Now()
				_, err := b.apply(p, func(e *Env, o *Options) { e.Host, e.Signals, o.Grace = host, signals, 30*time.Second })
				wantCode(t, err, 130)
				if took := time.Since(begin); took != tt.want {
					t.Errorf("it took %s, want %s", took, tt.want)
				}
				synctest.Wait()
				if len(host.orders) != tt.orders {
					t.Errorf("the command was given %v", host.orders)
				}
				time.Sleep(2 * time.Hour) // lets a command that was left alone end
			})
		})
	}
}

func TestGateHoldsTheNextHopBack(t *testing.T) {
	b := newBench(t)
	c := guide(t, []compat.Step{execStep("1", "record", "one")}, []compat.Step{execStep("1", "record", "two")})
	c.Edges[0].Gate = &compat.Gate{Text: "Let the migrations finish.", WaitSeconds: 3600}
	p := planOf(t, c)
	synctest.Test(t, func(t *testing.T) {
		host := &fakeHost{lasts: time.Second}
		begin := time.Now()
		_, err := b.apply(p, func(e *Env, _ *Options) { e.Host = host })
		wantCode(t, err, ExitOK)
		if took := time.Since(begin); took != time.Hour+2*time.Second {
			t.Errorf("it took %s", took)
		}
		if len(host.done) != 2 {
			t.Errorf("done %v", host.done)
		}
	})
}

func TestGateKeepsItsBeginningOverAStop(t *testing.T) {
	b := newBench(t)
	c := guide(t, []compat.Step{execStep("1", "record", "one")}, []compat.Step{execStep("1", "record", "two")})
	c.Edges[0].Gate = &compat.Gate{Text: "Let the migrations finish.", WaitSeconds: 3600}
	p := planOf(t, c)
	synctest.Test(t, func(t *testing.T) {
		signals := make(chan os.Signal, 1)
		host := &fakeHost{lasts: time.Second}
		begin := time.Now()
		go func() {
			time.Sleep(10 * time.Minute)
			signals <- syscall.SIGTERM
		}()
		_, err := b.apply(p, func(e *Env, _ *Options) { e.Host, e.Signals = host, signals })
		wantCode(t, err, 143)
		time.Sleep(20 * time.Minute)
		_, err = b.resume(p, func(e *Env, _ *Options) { e.Host = host })
		wantCode(t, err, ExitOK)
		if took := time.Since(begin); took != time.Hour+2*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}
