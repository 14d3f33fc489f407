#ifndef WAVEPRESS_CKERNELSUPPORT_H
#define WAVEPRESS_CKERNELSUPPORT_H

#include "KernelShuffles.h"

#include <stdbool.h>
#include <stdint.h>

/// Whether the CPU and the operating system run x86-64-v3 code (AVX2, FMA, BMI2).
bool wavepress_cpu_has_avx2(void);

/// Whether the CPU and the operating system run x86-64-v4 code (AVX-512 F, BW, CD, DQ, VL).
bool wavepress_cpu_has_avx512(void);

/// The value of an environment variable, or NULL.
const char *wavepress_environment(const char *name);

/// Processors that this process may run on.
int wavepress_processor_count(void);

/// Keeps a thread from the processor that the caller runs on, where there is another one.
///
/// Linux may wake a thread on the processor of the thread that wakes it, and leave it there for tens
/// of milliseconds while others are idle. Elsewhere this does nothing.
void wavepress_keep_from_this_processor(uintptr_t thread);

/// Tells the CPU that a loop only waits.
static inline void wavepress_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Asks for a cache line before it is needed; any address will do.
static inline __attribute__((always_inline)) void wavepress_prefetch(const void *p) {
  __builtin_prefetch(p);
}

/// Lets other threads see what kernels stored past the caches.
static inline void wavepress_end_streaming(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#endif
}

/// The kernels that ran on this thread since the last reset, one bit for each
/// instruction set: every kernel sets the bit it was compiled for, so that a test
/// can tell when another build of it ran than the one that was asked for.
extern _Thread_local uint32_t wavepress_executed_kernels;

static inline void wavepress_mark_executed(uint32_t bit) { wavepress_executed_kernels |= bit; }
static inline uint32_t wavepress_take_executed(void) {
  uint32_t bits = wavepress_executed_kernels;
  wavepress_executed_kernels = 0;
  return bits;
}

#endif
