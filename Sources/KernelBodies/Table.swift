#if ISA_BASELINE || arch(x86_64)
  import KernelInterface

  /// The kernels of this build.
  public func kernelTable() -> KernelTable<Element> {
    KernelTable(
      instructionSet: compiledInstructionSet,
      panel: LayoutKernels(
        lanes: lanes,
        downsample: { x, low, high, count, lowTaps, highTaps, taps, _ in
          panelDownsample(x, low, high, count, lowTaps, highTaps, taps)
        },
        upsample: { low, high, x, pairs, lowTaps, highTaps, taps, _ in
          panelUpsample(low, high, x, pairs, lowTaps, highTaps, taps)
        },
        correlate: { panelCorrelate($0, $1, $2, $3, $4, $5, $6) },
        correlateDownsample: { panelCorrelateDownsample($0, $1, $2, $3, $4, $5, $6, $7, $8) },
        correlateUpsample: { panelCorrelateUpsample($0, $1, $2, $3, $4, $5, $6, $7, $8) },
        copyRows: { panelCopyRows($0, $1, $2, $3) },
        addRows: { panelAddRows($0, $1, $2, $3) },
        gatherScale: { panelGatherScale($0, $1, $2, $3, $5) },
        gatherScalePullback: { panelGatherScalePullback($0, $1, $2, $3, $4, $5, $6) },
        sparseProduct: { panelSparseProduct($0, $1, $2, $3, $4, $5) },
        sparsePullback: { panelSparsePullback($0, $1, $2, $3, $4, $5, $6, $7) },
        laneSums: { panelLaneSums($0, $1, $2) },
        pack: { panelPack($0, $1, $2, $3, $4, $5) },
        packPullback: { panelPackPullback($0, $1, $2, $3, $4, $5, $6, $7) },
        unpack: { panelUnpack($0, $1, $2, $3, $4, $5, $6) },
        unpackPullback: { panelUnpackPullback($0, $1, $2, $3, $4, $5, $6, $7) },
        walshHadamard: { panelWalshHadamard($0, $1, $2, $3) }),
      signal: LayoutKernels(
        lanes: 1,
        downsample: { signalDownsample($0, $1, $2, $3, $4, $5, $6, streaming: $7) },
        upsample: { signalUpsample($0, $1, $2, $3, $4, $5, $6, streaming: $7) },
        correlate: { signalCorrelate($0, $1, $2, $3, $4, $5, $6) },
        correlateDownsample: { signalCorrelateDownsample($0, $1, $2, $3, $4, $5, $6, $7, $8) },
        correlateUpsample: { signalCorrelateUpsample($0, $1, $2, $3, $4, $5, $6, $7, $8) },
        copyRows: { signalCopyRows($0, $1, $2, $3) },
        addRows: { signalAddRows($0, $1, $2, $3) },
        gatherScale: { signalGatherScale($0, $1, $2, $3, $4, $5) },
        gatherScalePullback: { signalGatherScalePullback($0, $1, $2, $3, $4, $5, $6) },
        sparseProduct: { signalSparseProduct($0, $1, $2, $3, $4, $5) },
        sparsePullback: { signalSparsePullback($0, $1, $2, $3, $4, $5, $6, $7) },
        laneSums: { signalLaneSums($0, $1, $2) },
        pack: { signalPack($0, $1, $2, $3, $4, $5) },
        packPullback: { signalPackPullback($0, $1, $2, $3, $4, $5, $6, $7) },
        unpack: { signalUnpack($0, $1, $2, $3, $4, $5, $6) },
        unpackPullback: { signalUnpackPullback($0, $1, $2, $3, $4, $5, $6, $7) },
        walshHadamard: { signalWalshHadamard($0, $1, $2, $3) }),
      elementwise: ElementwiseKernels(
        tanh: { mapElements($0, $1, $2) { tanhOf($0) } },
        sigmoid: { mapElements($0, $1, $2) { sigmoidOf($0) } },
        rectify: { mapElements($0, $1, $2) { select($0 .< splat(0), splat(0), $0) } },
        mask: { maskElements($0, $1, $2) },
        multiplyAdds: { countMultiplyAdds($0, $1) }),
      gatedUnit: GatedUnitKernels(
        gates: { gatedUnitGates($0, $1, $2, $3, $4, $5, $6) },
        state: { gatedUnitState($0, $1, $2, $3, $4, $5, $6) },
        statePullback: { gatedUnitStatePullback($0, $1, $2, $3, $4) },
        gatesPullback: { gatedUnitGatesPullback($0, $1, $2, $3, $4) }),
      image: ImageKernels(
        patches: { imagePatches($0, $1, $2, $3, $4) },
        addPatches: { imageAddPatches($0, $1, $2) },
        maxPool: { imageMaxPool($0, $1, $2, $3, $4, $5) },
        maxPoolPullback: { imageMaxPoolPullback($0, $1, $2, $3, $4, $5, $6) },
        repeatRow: { repeatRow($0, $1, $2, $3) },
        sumRows: { sumRows($0, $1, $2, $3) }),
      product: { product($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) })
  }
#endif
