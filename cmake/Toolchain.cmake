# How everything is compiled and linked: language level, warnings, compiler cache, fast linker.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
# RelWithDebInfo is what developers and CI run, so it keeps its asserts; Release drops them.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

find_program(PRECIS_CCACHE ccache)
if(PRECIS_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${PRECIS_CCACHE})
endif()

include(CheckLinkerFlag)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(linkers lld-19 lld)
else()
  set(linkers mold)
endif()
foreach(linker ${linkers})
  check_linker_flag(CXX -fuse-ld=${linker} PRECIS_LINKS_WITH_${linker})
  if(PRECIS_LINKS_WITH_${linker})
    add_link_options(-fuse-ld=${linker})
    break()
  endif()
endforeach()
