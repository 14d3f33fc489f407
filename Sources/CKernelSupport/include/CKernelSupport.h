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

/// Processors that are online.
int wavepress_processor_count(void);

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
