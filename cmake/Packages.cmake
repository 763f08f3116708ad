# Foreign libraries, each found here once. Who may link which is in tools/lint/lint.py.

find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(LibLZMA REQUIRED)
find_package(ZLIB REQUIRED)
find_package(zstd REQUIRED CONFIG)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
include(GoogleTest)

find_path(XXHASH_INCLUDE xxhash.h REQUIRED)
find_library(XXHASH_LIBRARY xxhash REQUIRED)
add_library(xxhash::xxhash INTERFACE IMPORTED)
target_include_directories(xxhash::xxhash INTERFACE ${XXHASH_INCLUDE})
target_link_libraries(xxhash::xxhash INTERFACE ${XXHASH_LIBRARY})

# LLVM's version file compares major.minor, so a plain 19 is refused. Only codegen and jit link this.
find_package(LLVM 19.1 REQUIRED CONFIG)
add_library(precis_llvm INTERFACE)
target_include_directories(precis_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(precis_llvm INTERFACE ${llvm_definitions})
target_link_libraries(precis_llvm INTERFACE LLVM)
