#define _GNU_SOURCE
#include "CKernelSupport.h"

#include <stdlib.h>
#include <unistd.h>

_Thread_local uint32_t wavepress_executed_kernels = 0;

const char *wavepress_environment(const char *name) { return getenv(name); }

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>

void wavepress_keep_from_this_processor(uintptr_t thread) {
  cpu_set_t set;
  int here = sched_getcpu();
  if (here < 0 || pthread_getaffinity_np(pthread_self(), sizeof set, &set) != 0) return;
  CPU_CLR(here, &set);
  if (CPU_COUNT(&set) > 0) pthread_setaffinity_np((pthread_t)thread, sizeof set, &set);
}

int wavepress_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  // More processors than the set holds.
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}
#else
void wavepress_keep_from_this_processor(uintptr_t thread) { (void)thread; }

int wavepress_processor_count(void) { return (int)sysconf(_SC_NPROCESSORS_ONLN); }
#endif

#if defined(__x86_64__)
bool wavepress_cpu_has_avx2(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v3");
}
bool wavepress_cpu_has_avx512(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v4");
}
#else
bool wavepress_cpu_has_avx2(void) { return false; }
bool wavepress_cpu_has_avx512(void) { return false; }
#endif
