#ifndef WAVEPRESS_ALLOCATION_COUNTER_H
#define WAVEPRESS_ALLOCATION_COUNTER_H

#include <stdbool.h>

/// Whether allocations are counted here: on Linux with glibc, without a sanitizer.
bool wavepress_counts_allocations(void);

/// How often the calling thread has asked for heap memory so far.
unsigned long wavepress_allocation_count(void);

#endif
