#ifndef WAVEPRESS_CZLIB_SHIM_H
#define WAVEPRESS_CZLIB_SHIM_H

#include <zlib.h>

#endif
