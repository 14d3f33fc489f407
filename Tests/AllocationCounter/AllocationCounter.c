// Counts heap allocations by defining the functions of malloc's family in the test executable, whose
// definitions come before the C library's for everything it loads. For tests only.

#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WAVEPRESS_SANITIZED
#endif
#endif

static _Thread_local unsigned long count;

unsigned long wavepress_allocation_count(void) { return count; }

#if defined(__linux__) && defined(__GLIBC__) && !defined(WAVEPRESS_SANITIZED)

bool wavepress_counts_allocations(void) { return true; }

// What glibc's own definitions call.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t elements, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count += 1;
  return __libc_malloc(size);
}

void *calloc(size_t elements, size_t size) {
  count += 1;
  return __libc_calloc(elements, size);
}

void *realloc(void *memory, size_t size) {
  count += 1;
  return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count += 1;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count += 1;
  if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0) {
    return EINVAL;
  }
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

#else

bool wavepress_counts_allocations(void) { return false; }

#endif
