/* Progress of long work, on stderr where a person watches. */
#ifndef COMMAND_TERMINAL_H
#define COMMAND_TERMINAL_H

struct run;

/* Sets run->progress: shown with --progress, or where stderr is a terminal
 * and the work has taken a second. */
void terminal_progress_start(struct run *run);

/* Takes the progress line away, before anything else is written. */
void terminal_progress_clear(struct run *run);

#endif
