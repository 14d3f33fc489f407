#ifndef WAVEPRESS_COPENBLAS_SHIM_H
#define WAVEPRESS_COPENBLAS_SHIM_H

#include <cblas.h>

#endif
