print("wavepress")
