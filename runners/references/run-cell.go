// Measures one cell of the matrix under Go: the counterpart of run-cell.ts, with the same request and report.
//
//	run-cell '{"workload": "shared/workloads/sum-of-squares.ts", "executor": "pool", "threads": 2,
//	    "effort": {"warmUpMs": 500, "minSamples": 5, "maxSamples": 20, "sampleMs": 500}}'
//	run-cell identify
//
// A task is a goroutine, a group waits for all of them and keeps the first error. `pool` gives them as many threads as
// the cell has (GOMAXPROCS), `inline` calls one after the other. Standard library only, Go 1.18 or later.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"math/bits"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func main() {
	switch os.Args[1] {
	case "identify":
		text, _ := json.Marshal(identity())
		fmt.Println(string(text))
	case "serve":
		serve()
	default:
		var request Request
		must(json.Unmarshal([]byte(os.Args[1]), &request))
		report := openReport(request.Report)
		report(Line{"kind": "started", "version": identity()["version"], "engine": identity()["engine"]})
		report(measureCell(request, report))
	}
}

// Request is what the driver asks for.
type Request struct {
	Workload string
	Executor string
	Threads  int
	Tasks    int
	Size     uint64
	Effort   struct {
		WarmUpMs   float64
		MinSamples int
		MaxSamples int
		SampleMs   float64
		TurnMs     *float64
	}
	Report string
}

// Line is one line of the report.
type Line map[string]any

func identity() map[string]string {
	version := strings.TrimPrefix(runtime.Version(), "go")
	return map[string]string{
		"version": version,
		"engine":  fmt.Sprintf("%s %s %s/%s", runtime.Compiler, version, runtime.GOOS, runtime.GOARCH),
	}
}

// measureCell does set-up, cold, warm-up, warm, tear-down. Each sample is reported as soon as it is there. Returns the
// last line.
func measureCell(request Request, report func(Line)) Line {
	step := func(name string) { report(Line{"kind": "step", "name": name}) }
	failed := func(err error) Line { return Line{"kind": "failed", "error": err.Error()} }

	step("load")
	path := filepath.ToSlash(request.Workload)
	name := strings.TrimSuffix(filepath.Base(path), ".ts")
	create, known := workloads[name]
	if !known || !strings.HasSuffix(path, "shared/workloads/"+name+".ts") {
		return Line{"kind": "unsupported", "reason": "go has programs for sum-of-squares and io-and-cpu only"}
	}
	start, known := executors[request.Executor]
	if !known {
		return Line{"kind": "unsupported", "reason": "go has the executors inline and pool only"}
	}
	workload := create(request)
	checksums := map[string]bool{}

	// One run, or the mean of several short ones, timed together.
	sample := func(phase string, runs int) (Line, error) {
		results := make([]any, 0, runs)
		var err error
		cpu, wall := cpuTime(), time.Now()
		if phase == "cold" {
			runtime.GOMAXPROCS(request.Threads)
		}
		for run := 0; run < runs && err == nil; run++ {
			var result any
			result, err = workload.run(func() *Group { return newGroup(start) })
			results = append(results, result)
		}
		elapsed, used := time.Since(wall), cpuTime()-cpu
		if phase == "cold" && err == nil {
			step("check")
		}
		for _, result := range results {
			if err == nil {
				err = workload.check(result)
			}
			if err != nil {
				return nil, err
			}
			checksums[checksum(result)] = true
		}
		return Line{
			"kind": "sample", "phase": phase, "wallMs": milliseconds(elapsed) / float64(runs), "cpuMs": milliseconds(used) / float64(runs),
			"peakRssMb": peakRssMb(), "metrics": Line{},
		}, nil
	}

	step("setup")
	if err := workload.setUp(); err != nil {
		return failed(err)
	}
	defer workload.tearDown()

	turn := &Turn{ms: request.Effort.TurnMs, began: time.Now()}
	turn.end()
	step("cold run")
	cold, err := sample("cold", 1)
	if err != nil {
		return failed(err)
	}
	report(cold)
	turn.end()

	step("warm-up")
	leftMs := request.Effort.WarmUpMs
	times := []float64{}
	for len(times) == 0 || leftMs > 0 && (len(times) < 6 || turns(times) < 4 || leastOf(times) < shortMs) {
		runs := 1
		if len(times) >= 6 {
			runs = runsTogether(leastOf(times))
		}
		began := time.Now()
		warmUp, err := sample("warm-up", runs)
		if err != nil {
			return failed(err)
		}
		leftMs -= milliseconds(time.Since(began))
		times = append(times, warmUp["wallMs"].(float64))
		report(warmUp)
		turn.endIfDue()
	}

	step("warm runs")
	effort, spent := request.Effort, 0.0
	runMs := leastOf(times)
	runs := runsTogether(runMs)
	least := math.Max(1, math.Min(float64(effort.MinSamples), math.Ceil(slowMs/runMs)))
	for count := 0; count < effort.MaxSamples && (float64(count) < least || spent < effort.SampleMs); count++ {
		warm, err := sample("warm", runs)
		if err != nil {
			return failed(err)
		}
		spent += warm["wallMs"].(float64) * float64(runs)
		report(warm)
		turn.endIfDue()
	}
	step("teardown")
	if len(checksums) != 1 {
		return Line{"kind": "done", "checksum": nil}
	}
	for only := range checksums {
		return Line{"kind": "done", "checksum": only}
	}
	panic("unreachable")
}

// Turn hands over to the processes that it is compared with, and stands still until it is told to go on: as hand-over.ts
// has it.
type Turn struct {
	ms    *float64
	began time.Time
}

func (turn *Turn) endIfDue() {
	if turn.ms != nil && milliseconds(time.Since(turn.began)) >= *turn.ms {
		turn.end()
	}
}

func (turn *Turn) end() {
	if turn.ms == nil {
		return
	}
	os.Stdout.WriteString("\x16worker-matrix hands over\x16")
	stopped := time.Now()
	stopSelf()
	// Should the signal have met another thread first, this one comes to a stop in here.
	for time.Since(stopped) < time.Millisecond {
	}
	turn.began = time.Now()
}

// Stops all threads of this process. A signal to the process goes to its first thread, which may sleep, and wake up only when this one
// is in its next run: so on Linux it goes to this thread.
func stopSelf() {
	numbers, known := map[string][2]uintptr{"amd64": {186, 234}, "arm64": {178, 131}}[runtime.GOARCH]
	if runtime.GOOS != "linux" || !known {
		syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		return
	}
	gettid, tgkill := numbers[0], numbers[1]
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	thread, _, _ := syscall.RawSyscall(gettid, 0, 0, 0)
	syscall.RawSyscall(tgkill, uintptr(os.Getpid()), thread, uintptr(syscall.SIGSTOP))
}

// Runs shorter than this are timed together; what is so slow that it takes longer than the other gets fewer samples: as
// measure.ts has it.
const shortMs = 1.0
const slowMs = 15_000.0

func runsTogether(runMs float64) int {
	if runMs <= 0 {
		return 1000
	}
	return int(math.Max(1, math.Ceil(shortMs/runMs)))
}

// leastOf is the shortest of the last runs: a longer one was disturbed.
func leastOf(times []float64) float64 {
	least := math.Inf(1)
	for i := len(times) - 1; i >= 0 && i >= len(times)-6; i-- {
		least = math.Min(least, times[i])
	}
	return least
}

// Group runs tasks and waits for all of them; the first error cancels its context.
type Group struct {
	Context context.Context
	cancel  context.CancelFunc
	start   func(func())
	running sync.WaitGroup
	once    sync.Once
	err     error
}

func newGroup(start func(func())) *Group {
	group := &Group{start: start}
	group.Context, group.cancel = context.WithCancel(context.Background())
	return group
}

// Go starts a computation, the way that the executor does it.
func (group *Group) Go(task func() error) { group.begin(group.start, task) }

// Await starts what waits: it needs no thread, so it is a goroutine with every executor.
func (group *Group) Await(task func() error) { group.begin(executors["pool"], task) }

func (group *Group) begin(start func(func()), task func() error) {
	group.running.Add(1)
	start(func() {
		defer group.running.Done()
		if err := task(); err != nil {
			group.once.Do(func() { group.err = err; group.cancel() })
		}
	})
}

// Wait returns when all have ended, with the first error.
func (group *Group) Wait() error {
	group.running.Wait()
	group.cancel()
	return group.err
}

var executors = map[string]func(func()){
	"inline": func(task func()) { task() },
	"pool":   func(task func()) { go task() },
}

// Workload is one of the matrix's, as far as it has a counterpart here.
type Workload interface {
	setUp() error
	run(group func() *Group) (any, error)
	check(result any) error
	tearDown()
}

var workloads = map[string]func(Request) Workload{
	"sum-of-squares": func(request Request) Workload {
		return &SumOfSquares{or(request.Tasks, 10), or(request.Size, 5_000_000)}
	},
	"io-and-cpu": func(request Request) Workload {
		return &IoAndCpu{tasks: or(request.Tasks, 2), size: or(request.Size, 20_000_000)}
	},
}

// sumOfSquares adds i*i for i in 0 .. n-1 in 128 bits: exact up to n = 1<<32.
func sumOfSquares(n uint64) *big.Int {
	var high, low, carry uint64
	for i := uint64(0); i < n; i++ {
		low, carry = bits.Add64(low, i*i, 0)
		high += carry
	}
	sum := new(big.Int).Lsh(new(big.Int).SetUint64(high), 64)
	return sum.Add(sum, new(big.Int).SetUint64(low))
}

func closedForm(n uint64) *big.Int {
	last := new(big.Int).SetUint64(n - 1)
	product := new(big.Int).SetUint64(n)
	product.Mul(product, last).Mul(product, last.Lsh(last, 1).Add(last, big.NewInt(1)))
	return product.Div(product, big.NewInt(6))
}

type SumOfSquares struct {
	tasks int
	size  uint64
}

func (*SumOfSquares) setUp() error { return nil }
func (*SumOfSquares) tearDown()    {}

func (workload *SumOfSquares) run(newGroup func() *Group) (any, error) {
	sums := make([]*big.Int, workload.tasks)
	group := newGroup()
	for i := range sums {
		i := i
		group.Go(func() error { sums[i] = sumOfSquares(workload.size); return nil })
	}
	err := group.Wait()
	total := new(big.Int)
	for _, sum := range sums {
		total.Add(total, sum)
	}
	return total, err
}

func (workload *SumOfSquares) check(result any) error {
	expected := closedForm(workload.size)
	return expectEqual(result.(*big.Int), expected.Mul(expected, big.NewInt(int64(workload.tasks))), "the sum")
}

// IoAndCpu fetches a page while CPU tasks run in the same group, then computes over it.
type IoAndCpu struct {
	tasks  int
	size   uint64
	server *exec.Cmd
	open   io.Closer
	url    string
}

const pageNumbers = 50_000
const pageLatency = 20 * time.Millisecond

// setUp starts the server as a process of its own, so that whatever this one does, answers are not late.
func (workload *IoAndCpu) setUp() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	workload.server = exec.Command(self, "serve")
	if workload.open, err = workload.server.StdinPipe(); err != nil {
		return err
	}
	printed, err := workload.server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := workload.server.Start(); err != nil {
		return err
	}
	_, err = fmt.Fscanln(printed, &workload.url)
	return err
}

func (workload *IoAndCpu) tearDown() {
	workload.open.Close()
	workload.server.Wait()
}

func (workload *IoAndCpu) run(newGroup func() *Group) (any, error) {
	var overPage *big.Int
	beside := make([]*big.Int, workload.tasks)
	group := newGroup()
	page := make(chan string, 1)
	group.Await(func() error {
		defer close(page)
		text, err := fetch(group.Context, workload.url)
		if err == nil {
			page <- text
		}
		return err
	})
	for i := range beside {
		i := i
		group.Go(func() error { beside[i] = sumOfSquares(workload.size); return nil })
	}
	if text, ok := <-page; ok {
		group.Go(func() (err error) { overPage, err = sumOfLines(text); return })
	}
	err := group.Wait()
	return map[string]any{"overPage": overPage, "beside": beside}, err
}

func (workload *IoAndCpu) check(result any) error {
	parts := result.(map[string]any)
	if err := expectEqual(parts["overPage"].(*big.Int), closedForm(pageNumbers), "the sum over the page"); err != nil {
		return err
	}
	for _, sum := range parts["beside"].([]*big.Int) {
		if err := expectEqual(sum, closedForm(workload.size), "a sum beside it"); err != nil {
			return err
		}
	}
	return nil
}

func sumOfLines(page string) (*big.Int, error) {
	sum := new(big.Int)
	for _, line := range strings.Split(page, "\n") {
		number, err := strconv.ParseInt(line, 10, 64)
		if err != nil {
			return nil, err
		}
		square := big.NewInt(number)
		sum.Add(sum, square.Mul(square, square))
	}
	return sum, nil
}

func fetch(ctx context.Context, url string) (string, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", url, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", errors.New("the server answered " + response.Status)
	}
	text, err := io.ReadAll(response.Body)
	return string(text), err
}

// serve answers with the page, at an address that it prints, until its standard input is closed.
func serve() {
	lines := make([]string, pageNumbers)
	for i := range lines {
		lines[i] = strconv.Itoa(i)
	}
	page := []byte(strings.Join(lines, "\n"))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	go http.Serve(listener, http.HandlerFunc(func(response http.ResponseWriter, _ *http.Request) {
		time.Sleep(pageLatency)
		response.Write(page)
	}))
	fmt.Printf("http://%s/\n", listener.Addr())
	io.Copy(io.Discard, os.Stdin)
}

func expectEqual(actual, expected *big.Int, what string) error {
	if actual.Cmp(expected) == 0 {
		return nil
	}
	return fmt.Errorf("wrong result: %s is %s, expected %s", what, actual, expected)
}

// checksum is the hash that checksum.ts makes of the same value; a big.Int is a bigint there.
func checksum(value any) string {
	hash := sha256.New()
	var add func(any)
	add = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			keys := []string{}
			for key := range value {
				keys = append(keys, key)
			}
			sort.Strings(keys)
			hash.Write([]byte("{"))
			for _, key := range keys {
				fmt.Fprintf(hash, "%q=", key)
				add(value[key])
			}
			hash.Write([]byte("}"))
		case []*big.Int:
			hash.Write([]byte("Array("))
			for _, item := range value {
				add(item)
			}
			hash.Write([]byte(")"))
		case *big.Int:
			fmt.Fprintf(hash, "bigint:%s;", value)
		}
	}
	add(value)
	return fmt.Sprintf("sha256-%x", hash.Sum(nil)[:6])
}

// turns is how often a series changes its direction.
func turns(times []float64) int {
	count, last := 0, 0
	for i := 1; i < len(times); i++ {
		step := 0
		if times[i] > times[i-1] {
			step = 1
		} else if times[i] < times[i-1] {
			step = -1
		}
		if i > 1 && step != last {
			count++
		}
		last = step
	}
	return count
}

// cpuTime is the user and system time of the process, all its threads.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// peakRssMb is the largest resident set so far, in MiB. Linux's getrusage would include that of the process that
// started this one.
func peakRssMb() float64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		for _, line := range strings.Split(string(status), "\n") {
			var kib float64
			if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &kib); err == nil {
				return kib / 1024
			}
		}
	}
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	if runtime.GOOS == "darwin" {
		return float64(usage.Maxrss) / (1 << 20)
	}
	return float64(usage.Maxrss) / (1 << 10)
}

// openReport gives what writes a line: JSON, and in the file when the call returns.
func openReport(path string) func(Line) {
	return func(line Line) {
		text, err := json.Marshal(line)
		must(err)
		file := os.Stdout
		if path != "" {
			file, err = os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
			must(err)
			defer file.Close()
		}
		_, err = file.Write(append(text, '\n'))
		must(err)
	}
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration) / float64(time.Millisecond)
}

func or[T int | uint64](value, fallback T) T {
	if value == 0 {
		return fallback
	}
	return value
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
