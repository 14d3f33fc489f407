#ifndef WAVEPRESS_CLAPACKE_SHIM_H
#define WAVEPRESS_CLAPACKE_SHIM_H

#include <lapacke.h>

#endif
