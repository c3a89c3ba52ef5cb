# Background jobs: how an attempt ended.
job-outcome-running = Running
job-outcome-finished = Finished
job-outcome-failed = Failed, will be tried again
job-outcome-given-up = Given up
job-outcome-interrupted = Interrupted, will be tried again
