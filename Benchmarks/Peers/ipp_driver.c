// Runs Intel IPP's one-level transform over every level of every row, so that the
// measurement holds IPP's own work and not the cost of calling it from Python.
//
// With a filter delay of -1 IPP computes lo[k] = sum_j h0[j] x[2k + 1 - j]; its delay
// line holds the samples before x[0]. Filling it with the last taps - 2 samples of the row
// makes the transform periodic.

#include <ipp/ippcore.h>
#include <ipp/ipps.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT __attribute__((visibility("default")))

EXPORT const char *wp_ipp_version(void) {
  ippInit();
  return ippsGetLibVersion()->Version;
}

/// What IPP calls the code it picked for this CPU ("SSE4.2 (y8)", "AVX-512 (k0)", ...).
EXPORT const char *wp_ipp_name(void) { return ippsGetLibVersion()->Name; }

/// A state for the filters `low` and `high`, or null. Release it with `wp_ipp_free`.
EXPORT void *wp_ipp_make(const float *low, const float *high, int taps) {
  int size = 0;
  if (ippsWTFwdGetSize(ipp32f, taps, -1, taps, -1, &size) != ippStsNoErr) return NULL;
  void *state = ippsMalloc_8u(size);
  if (state && ippsWTFwdInit_32f(state, low, taps, -1, high, taps, -1) != ippStsNoErr) {
    ippsFree(state);
    return NULL;
  }
  return state;
}

EXPORT void wp_ipp_free(void *state) { ippsFree(state); }

/// `levels` levels over each of `batch` rows of `n`; writes lo_J, hi_J, ..., hi_1. `scratch` holds n floats;
/// the low bands go through its two halves in turn. Returns IPP's first non-zero status.
EXPORT int wp_ipp_analysis(
    void *state, int taps, const float *source, float *target, float *scratch, int batch, int n,
    int levels) {
  for (int row = 0; row < batch; row++) {
    const float *input = source + (size_t)row * n;
    float *output = target + (size_t)row * n;
    int length = n;
    for (int level = 0; level < levels; level++) {
      int half = length / 2;
      float *low = level + 1 == levels ? output : scratch + (level & 1) * (n / 2);
      const float *before = input + length - (taps - 2);
      IppStatus status = ippsWTFwdSetDlyLine_32f(state, before, before);
      if (status != ippStsNoErr) return status;
      status = ippsWTFwd_32f(input, low, output + half, half, state);
      if (status != ippStsNoErr) return status;
      input = low;
      length = half;
    }
  }
  return 0;
}
